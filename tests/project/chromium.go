package project

import (
	"context"
	"errors"
	"os"
	"os/exec"
)

// Chromium finds a Chromium or Chrome, by the environment variable CHROMIUM or
// on the PATH. As root on a Debian system it installs Debian's package.
func (p *Project) Chromium(ctx context.Context) (string, error) {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path, nil
	}
	if path := onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"); path != "" {
		return path, nil
	}
	if onPath("apt-get") == "" || os.Geteuid() != 0 {
		return "", errors.New("the browser tests need Chromium: install it, or set CHROMIUM to its path")
	}
	env := []string{"DEBIAN_FRONTEND=noninteractive"}
	if err := p.RunIn(ctx, p.Root, env, "apt-get", "update", "-qq"); err != nil {
		return "", err
	}
	if err := p.RunIn(ctx, p.Root, env, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"); err != nil {
		return "", err
	}
	if path := onPath("chromium"); path != "" {
		return path, nil
	}
	return "", errors.New("apt-get installed chromium, but it is not on the PATH")
}

func onPath(names ...string) string {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
