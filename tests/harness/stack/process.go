package stack

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// stopGrace is how long a server may take to end by itself. Tempo hangs on
// SIGTERM now and then, and nothing that it would still write is needed.
const stopGrace = time.Second

var errPortTaken = errors.New("another process took one of its ports")

// process is a running command that writes its log to a file.
type process struct {
	cmd  *exec.Cmd
	log  string
	exit chan struct{} // closed when the process is gone
}

// startProcess runs a command in folder, with env added to its environment.
func startProcess(folder string, env []string, name string, args ...string) (*process, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), env...)
	return start(cmd)
}

// again runs the same command in the same folder once more.
func (p *process) again() (*process, error) {
	cmd := exec.Command(p.cmd.Path)
	cmd.Args, cmd.Dir, cmd.Env = p.cmd.Args, p.cmd.Dir, p.cmd.Env
	return start(cmd)
}

func start(cmd *exec.Cmd) (*process, error) {
	log, err := os.OpenFile(filepath.Join(cmd.Dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = dieWithParent()
	p := &process{cmd: cmd, log: log.Name(), exit: make(chan struct{})}
	started := make(chan error)
	go p.run(started)
	return p, <-started
}

// run starts the command and waits for its end on one and the same thread:
// Linux sends the death signal when the thread that started a child ends, not
// when the process does.
func (p *process) run(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer close(p.exit)
	err := p.cmd.Start()
	started <- err
	if err == nil {
		_ = p.cmd.Wait() // failure reads the state
	}
}

// ended is closed when the process is gone; never for a nil process.
func (p *process) ended() <-chan struct{} {
	if p == nil {
		return nil
	}
	return p.exit
}

// stop asks the process to end, kills it if it does not, and returns when it
// is gone.
func (p *process) stop() {
	if p == nil {
		return
	}
	_ = signalGroup(p.cmd.Process, syscall.SIGTERM)
	select {
	case <-p.exit:
	case <-time.After(stopGrace):
		_ = signalGroup(p.cmd.Process, syscall.SIGKILL)
		<-p.exit
	}
}

// failure says how an ended process ended, with the tail of its log.
func (p *process) failure() error {
	text, _ := os.ReadFile(p.log)
	cause := fmt.Errorf("it ended with %s; the end of its log:\n%s", p.cmd.ProcessState, tail(string(text), 15))
	if strings.Contains(string(text), "address already in use") {
		return fmt.Errorf("%w: %w", errPortTaken, cause)
	}
	return cause
}

// tail is the last lines of text.
func tail(text string, lines int) string {
	all := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
