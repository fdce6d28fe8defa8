package find

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain holds that nothing goes on when all tests have ended.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
