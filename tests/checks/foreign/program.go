package foreign

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// program is a process to run, and what is true of what it writes and sends.
type program struct {
	service   string // label service_name of its lines, service.name of its spans
	pod       string
	namespace string
	host      string        // host.name, where the program does not ask the machine
	others    []string      // further service names of its spans
	clock     time.Duration // how wrong the clock of its host is
	port      int
	dir       string
	command   []string
	env       []string

	cmd  *exec.Cmd
	done chan struct{}
}

func (p *program) address() string { return fmt.Sprintf("127.0.0.1:%d", p.port) }

// sendsAs says whether spans of a service are the program's.
func (p *program) sendsAs(service string) bool {
	return service == p.service || slices.Contains(p.others, service)
}

// resource is OTEL_RESOURCE_ATTRIBUTES as an operator of Kubernetes sets it.
func (p *program) resource() string {
	attributes := "k8s.pod.name=" + p.pod + ",k8s.namespace.name=" + p.namespace
	if p.host != "" {
		attributes += ",host.name=" + p.host
	}
	return attributes
}

// stopGrace is how long a program may take to send its last spans.
const stopGrace = 2 * time.Second

// start returns when the program listens. Its output goes to the shipper.
func (p *program) start(ctx context.Context, ship *shipper) error {
	p.cmd = exec.Command(p.command[0], p.command[1:]...)
	p.cmd.Dir = p.dir
	p.cmd.Env = append(os.Environ(), p.env...)
	p.cmd.Stdout, p.cmd.Stderr = ship.tail(p), ship.tail(p)
	if err := p.cmd.Start(); err != nil {
		return fmt.Errorf("%s: %w", p.service, err)
	}
	p.done = make(chan struct{})
	go func() {
		defer close(p.done)
		_ = p.cmd.Wait() // how it ended is seen in its output
	}()
	return p.listens(ctx)
}

func (p *program) listens(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", p.address())
		if err == nil {
			return c.Close()
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s does not listen: %w", p.service, ctx.Err())
		case <-p.done:
			return fmt.Errorf("%s ended before it listened", p.service)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// kill ends the program as kill -9 does, and returns when it is gone.
func (p *program) kill() {
	if p.done == nil {
		return
	}
	_ = p.cmd.Process.Kill()
	<-p.done
}

// stop asks the program to end, and kills it when it does not.
func (p *program) stop() {
	if p.done == nil {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(stopGrace):
		p.kill()
	}
}

// freePorts finds free loopback ports. All are held until the last is found, so
// that they differ.
func freePorts(n int) (ports []int, err error) {
	for range n {
		listener, listenErr := net.Listen("tcp", "127.0.0.1:0")
		if listenErr != nil {
			return nil, errors.Join(err, listenErr)
		}
		defer listener.Close()
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}

// named finds a program by its pod.
func named(programs []*program, pod string) *program {
	i := slices.IndexFunc(programs, func(p *program) bool { return p.pod == pod })
	if i < 0 {
		panic("no program is called " + strings.ToUpper(pod))
	}
	return programs[i]
}
