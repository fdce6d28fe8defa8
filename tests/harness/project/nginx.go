package project

import (
	"context"
	"errors"
)

// Nginx finds nginx on the PATH. As root on a Debian system it installs
// Debian's package, without starting its service.
func (p *Project) Nginx(ctx context.Context) (string, error) {
	if path := onPath("nginx"); path != "" {
		return path, nil
	}
	if !canInstall() {
		return "", errors.New("the cluster's gateway needs nginx: install it")
	}
	if err := p.install(ctx, "nginx-light"); err != nil {
		return "", err
	}
	if path := onPath("nginx"); path != "" {
		return path, nil
	}
	return "", errors.New("apt-get installed nginx-light, but it is not on the PATH")
}
