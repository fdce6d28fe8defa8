package resources

import (
	"strings"
	"testing"
	"time"
)

func TestCatalogRangeIsBounded(t *testing.T) {
	now := time.UnixMilli(1_700_000_000_000)
	for name, tc := range map[string]struct {
		from, to string
		want     time.Duration
	}{
		"no range":   {"", "", time.Hour},
		"a range":    {"1699999940000", "1700000000000", time.Minute},
		"a long one": {"0", "1700000000000", 24 * time.Hour},
	} {
		in, err := rangeOf(tc.from, tc.to, now)
		if err != nil || !in.To.Equal(now) || in.To.Sub(in.From) != tc.want {
			t.Errorf("%s: %v, %v; want %s", name, in, err, tc.want)
		}
	}
}

func TestNamesAreBounded(t *testing.T) {
	many := make([]string, mostNames+1)
	for i := range many {
		many[i] = strings.Repeat("x", i+1)
	}
	if got := namesOf(many); len(got.Values) != mostNames || !got.More {
		t.Errorf("%d names, more: %t", len(got.Values), got.More)
	}
}
