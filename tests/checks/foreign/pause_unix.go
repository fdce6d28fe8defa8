//go:build unix

package foreign

import "syscall"

// pause makes the program hang, with its connections open.
func (p *program) pause() error { return p.cmd.Process.Signal(syscall.SIGSTOP) }

func (p *program) resume() error { return p.cmd.Process.Signal(syscall.SIGCONT) }
