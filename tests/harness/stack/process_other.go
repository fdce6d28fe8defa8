//go:build !linux

package stack

import (
	"os"
	"syscall"
)

// dieWithParent is Linux's alone; elsewhere Stop has to be called.
func dieWithParent() *syscall.SysProcAttr { return nil }

func signalGroup(p *os.Process, sig syscall.Signal) error { return p.Signal(sig) }
