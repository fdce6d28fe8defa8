package stack

import (
	"os"
	"syscall"
)

// dieWithParent keeps Ctrl-C in the terminal from reaching the child before
// its parent, and ends the child when the parent dies without a word.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// signalGroup signals the process and its children.
func signalGroup(p *os.Process, sig syscall.Signal) error {
	return syscall.Kill(-p.Pid, sig)
}
