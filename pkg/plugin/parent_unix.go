//go:build !windows

package plugin

import (
	"os"
	"time"
)

// parentCheckInterval bounds how long the process outlives its parent.
const parentCheckInterval = time.Second

// waitForParent returns when the process has another parent: the system gives a
// process whose parent has ended to a new one.
func waitForParent(parent int) error {
	for os.Getppid() == parent {
		time.Sleep(parentCheckInterval)
	}
	return nil
}
