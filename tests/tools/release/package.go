// Package release makes the zip that people install, and holds it to the rules
// of Grafana's plugin validator.
package release

import (
	"archive/zip"
	"context"
	"crypto/sha1" //nolint:gosec // Grafana's catalog asks for it; it guards nothing.
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/build"
	"github.com/grafana/grafana-plugin-sdk-go/build/buildinfo"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// pluginID names the zip and the one folder in it.
const pluginID = "requestjourney-journey-app"

// platforms are those that Grafana is released for.
var platforms = []struct{ os, arch string }{
	{"linux", "amd64"}, {"linux", "arm64"},
	{"darwin", "amd64"}, {"darwin", "arm64"},
	{"windows", "amd64"}, {"windows", "arm64"},
}

// Package builds the plugin afresh for all platforms and packs it into
// package/<id>-<version>.zip, with its SHA-1 beside it. The same commit gives
// the same bytes: all times in it are the commit's, or SOURCE_DATE_EPOCH. With
// GRAFANA_ACCESS_POLICY_TOKEN in the environment the plugin is signed.
func Package(ctx context.Context, p *project.Project) (zipFile string, err error) {
	released, err := releaseTime(ctx, p)
	if err != nil {
		return "", err
	}
	if err := sdkIsCurrent(ctx, p, released); err != nil {
		return "", err
	}
	if err := buildAll(ctx, p, released); err != nil {
		return "", err
	}
	if err := sign(ctx, p); err != nil {
		return "", err
	}
	version, err := versionOf(os.DirFS(p.Dist()))
	if err != nil {
		return "", err
	}
	zipFile = p.Path("package", pluginID+"-"+version+".zip")
	if err := pack(os.DirFS(p.Dist()), zipFile, released); err != nil {
		return "", err
	}
	return zipFile, CheckZip(zipFile, os.DirFS(p.Root))
}

func releaseTime(ctx context.Context, p *project.Project) (time.Time, error) {
	seconds := os.Getenv("SOURCE_DATE_EPOCH")
	if seconds == "" {
		cmd := exec.CommandContext(ctx, "git", "log", "-1", "--format=%ct")
		cmd.Dir = p.Root
		out, err := cmd.Output()
		if err != nil {
			return time.Time{}, errors.New("no commit tells when this was released: set SOURCE_DATE_EPOCH to seconds since 1970")
		}
		seconds = strings.TrimSpace(string(out))
	}
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH is %q: give seconds since 1970", seconds)
	}
	return time.Unix(unix, 0).UTC(), nil
}

// oldestSDK is how old the SDK may be for Grafana's catalog to take the plugin.
const oldestSDK = 5 * 30 * 24 * time.Hour

func sdkIsCurrent(ctx context.Context, p *project.Project, released time.Time) error {
	out, err := goCommand(ctx, p, "list", "-m", "-f={{.Time.Unix}}", "github.com/grafana/grafana-plugin-sdk-go")
	if err != nil {
		return err
	}
	unix, err := strconv.ParseInt(strings.TrimSpace(out), 10, 64)
	if err == nil && released.Sub(time.Unix(unix, 0)) > oldestSDK {
		err = errors.New("grafana-plugin-sdk-go is older than five months, which Grafana's catalog refuses: go get it again")
	}
	return err
}

// buildAll makes dist from nothing: what an earlier build left is not shipped.
func buildAll(ctx context.Context, p *project.Project, released time.Time) error {
	if err := p.NodeModules(ctx); err != nil {
		return err
	}
	if err := os.RemoveAll(p.Dist()); err != nil {
		return err
	}
	epoch := "SOURCE_DATE_EPOCH=" + strconv.FormatInt(released.Unix(), 10)
	if err := p.RunIn(ctx, p.Root, []string{epoch}, "npm", "run", "--silent", "build"); err != nil {
		return err
	}
	if err := backends(ctx, p, released); err != nil {
		return err
	}
	return writeLicenseTexts(ctx, p)
}

// backends builds the binaries and their manifest as Grafana's SDK does, but
// for what it takes from the clock and the machine.
func backends(ctx context.Context, p *project.Project, released time.Time) error {
	version, err := versionOf(os.DirFS(p.Dist()))
	if err != nil {
		return err
	}
	flags := make(map[string]string)
	buildinfo.Info{Time: released.UnixMilli(), PluginID: pluginID, Version: version}.AppendFlags(flags)
	err = build.SetBeforeBuildCallback(func(cfg build.Config) (build.Config, error) {
		cfg.CustomVars = flags
		if cfg.Env != nil {
			cfg.Env["GOFLAGS"] = "-trimpath -buildvcs=false"
		}
		return cfg, ctx.Err()
	})
	if err != nil {
		return err
	}
	for _, on := range platforms {
		fmt.Fprintf(p.Log, "Building for %s/%s\n", on.os, on.arch)
		if err := (build.Build{}).Custom(on.os, on.arch); err != nil {
			return err
		}
	}
	return nil
}

// sign writes MANIFEST.txt, which Grafana trusts instead of a name in
// allow_loading_unsigned_plugins.
func sign(ctx context.Context, p *project.Project) error {
	if os.Getenv("GRAFANA_ACCESS_POLICY_TOKEN") == "" {
		fmt.Fprintln(p.Log, "Not signed: GRAFANA_ACCESS_POLICY_TOKEN is not set")
		return nil
	}
	return p.Run(ctx, "npx", "--yes", "@grafana/sign-plugin@3")
}

// pack writes the plugin's folder and its SHA-1, which Grafana's catalog asks for.
func pack(plugin fs.FS, zipFile string, released time.Time) error {
	if err := os.MkdirAll(filepath.Dir(zipFile), 0o755); err != nil {
		return err
	}
	f, err := os.Create(zipFile)
	if err != nil {
		return err
	}
	sum := sha1.New() //nolint:gosec // as above
	if err := errors.Join(writeZip(io.MultiWriter(f, sum), plugin, released), f.Close()); err != nil {
		return err
	}
	line := hex.EncodeToString(sum.Sum(nil)) + "  " + filepath.Base(zipFile) + "\n"
	return os.WriteFile(zipFile+".sha1", []byte(line), 0o644)
}

// writeZip writes all files of plugin, sorted, into a folder named by its ID.
func writeZip(w io.Writer, plugin fs.FS, released time.Time) error {
	z := zip.NewWriter(w)
	err := fs.WalkDir(plugin, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		header := &zip.FileHeader{Name: pluginID + "/" + name, Method: zip.Deflate, Modified: released}
		header.SetMode(modeOf(name))
		to, err := z.CreateHeader(header)
		if err != nil {
			return err
		}
		from, err := plugin.Open(name)
		if err != nil {
			return err
		}
		_, err = io.Copy(to, from)
		return errors.Join(err, from.Close())
	})
	return errors.Join(err, z.Close())
}

// modeOf does not ask the file system: one that knows no modes gives the same zip.
func modeOf(name string) fs.FileMode {
	if strings.HasPrefix(filepath.Base(name), "gpx_") {
		return 0o755
	}
	return 0o644
}
