package bench

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// memoryRounds are fewer: each needs a new process, and a peak is one.
const memoryRounds = 2

// memory measures how much the plugin's process grows while it answers, each
// time in a new process: one that has answered before has memory to spare.
func (b *bench) memory(ctx context.Context, questions []*Question) error {
	if _, err := resident(os.Getpid(), "VmHWM"); err != nil {
		return nil // this system does not tell
	}
	for range min(memoryRounds, b.Rounds) {
		for _, q := range questions {
			for _, way := range []Way{List, Whole} {
				if q.Fault[way] != "" || q.Single && way == List {
					continue
				}
				if err := b.growth(ctx, q, way); err != nil {
					return fmt.Errorf("memory of %s: %w", q.Name, err)
				}
			}
		}
	}
	return nil
}

func (b *bench) growth(ctx context.Context, q *Question, way Way) error {
	ours, err := b.startOurs(ctx)
	if err != nil {
		return err
	}
	defer ours.stop()
	pid := ours.plugin.PID()
	before, err := resident(pid, "VmRSS")
	if err != nil {
		return err
	}
	// 5 sets the peak to what is resident now (man proc_pid_clear_refs).
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0); err != nil {
		return err
	}
	if _, err := ours.ask(ctx, q, way); err != nil {
		return err
	}
	peak, err := resident(pid, "VmHWM")
	q.Growth[way] = append(q.Growth[way], peak-before)
	return err
}

// resident reads a field of /proc/<pid>/status, in bytes.
func resident(pid int, field string) (float64, error) {
	status, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	defer status.Close()
	for lines := bufio.NewScanner(status); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), field+":"); ok {
			kilobytes, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(value, "kB")), 64)
			return kilobytes * 1024, err
		}
	}
	return 0, fmt.Errorf("no %s in %s", field, status.Name())
}
