package project

import (
	"context"
	"errors"
	"os"
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
	if !canInstall() {
		return "", errors.New("the browser tests need Chromium: install it, or set CHROMIUM to its path")
	}
	if err := p.install(ctx, "chromium"); err != nil {
		return "", err
	}
	if path := onPath("chromium"); path != "" {
		return path, nil
	}
	return "", errors.New("apt-get installed chromium, but it is not on the PATH")
}
