package plugin

import "os"

// waitForParent returns when the process with this ID has ended. Windows gives no
// new parent to a process whose parent has ended.
func waitForParent(parent int) error {
	process, err := os.FindProcess(parent)
	if err != nil {
		return err
	}
	_, err = process.Wait()
	return err
}
