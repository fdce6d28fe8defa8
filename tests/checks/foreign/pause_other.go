//go:build !unix

package foreign

import "errors"

var errNoPause = errors.New("programs cannot be paused on this system")

func (p *program) pause() error { return errNoPause }

func (p *program) resume() error { return errNoPause }
