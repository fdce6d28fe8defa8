package project

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// RaceDetector fails when go test cannot take -race, which needs cgo and a C
// compiler. As root on a Debian system it installs a compiler that is missing.
func (p *Project) RaceDetector(ctx context.Context) error {
	compiler, err := goEnv(ctx, "CC")
	if err != nil {
		return err
	}
	command, _, _ := strings.Cut(compiler, " ") // CC may hold flags
	if onPath(command) == "" && canInstall() {
		if err := p.install(ctx, "gcc", "libc6-dev"); err != nil {
			return err
		}
	}
	if onPath(command) == "" {
		return fmt.Errorf("the C compiler %s is not on the PATH", command)
	}
	if cgo, err := goEnv(ctx, "CGO_ENABLED"); err != nil || cgo != "1" {
		return errors.Join(errors.New("cgo is off, see go env CGO_ENABLED and CC"), err)
	}
	return nil
}

func goEnv(ctx context.Context, name string) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", name).Output()
	return strings.TrimSpace(string(out)), err
}
