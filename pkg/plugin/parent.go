package plugin

import "os"

// hasParent reports whether the process that started this one can end before it. The
// first process of a container cannot.
func hasParent() bool { return os.Getppid() > 1 }

// endWithParent ends this process as soon as its parent has ended. Grafana asks
// its plugins to end, but a Grafana that is killed cannot.
func endWithParent() error {
	if err := waitForParent(os.Getppid()); err != nil {
		return err
	}
	os.Exit(1)
	return nil
}
