package project

import (
	"context"
	"os"
	"os/exec"
)

// canInstall says whether this is root on a Debian system.
func canInstall() bool { return onPath("apt-get") != "" && os.Geteuid() == 0 }

// install installs Debian packages.
func (p *Project) install(ctx context.Context, packages ...string) error {
	env := []string{"DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"} // which starts no service
	if err := p.RunIn(ctx, p.Root, env, "apt-get", "update", "-qq"); err != nil {
		return err
	}
	args := append([]string{"install", "-y", "-qq", "--no-install-recommends"}, packages...)
	return p.RunIn(ctx, p.Root, env, "apt-get", args...)
}

func onPath(names ...string) string {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
