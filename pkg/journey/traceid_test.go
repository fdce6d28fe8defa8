package journey_test

import (
	"strings"
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestParseTraceID(t *testing.T) {
	const full = "4bf92f3577b34da6a3ce929d0e0e4736"
	const short = "0000000000000000a3ce929d0e0e4736"
	for in, want := range map[string]string{
		full:                                  full,
		strings.ToUpper(full):                 full,
		"  " + full + "\n":                    full,
		"0x" + full:                           full,
		"a3ce929d0e0e4736":                    short,
		"00a3ce929d0e0e47":                    "000000000000000000a3ce929d0e0e47",
		"a3ce929d0e0e47":                      "000000000000000000a3ce929d0e0e47", // as Tempo prints it
		"00-" + full + "-00f067aa0ba902b7-01": full,
		full + "-00f067aa0ba902b7-1":          full,
		"a3ce929d0e0e4736-00f067aa0ba902b7-1-05e3ac9a4f6e3b90": short,
	} {
		id, err := journey.ParseTraceID(in)
		if err != nil || id.String() != want {
			t.Errorf("ParseTraceID(%q) = %s, %v; want %s", in, id, err, want)
		}
	}
	for _, in := range []string{
		"", "hello", "0", strings.Repeat("0", 32), full + "0", "84961386-6d84-929d-98bd-c5aee93b5c88", "4bf9 2f35",
	} {
		if id, err := journey.ParseTraceID(in); err == nil {
			t.Errorf("ParseTraceID(%q) = %s, want an error", in, id)
		}
	}
}

func TestTraceIDsOfBothLengthsAreOne(t *testing.T) {
	long, err := journey.TraceIDFromBytes([]byte{0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8})
	if err != nil {
		t.Fatal(err)
	}
	short, err := journey.TraceIDFromBytes([]byte{1, 2, 3, 4, 5, 6, 7, 8})
	if err != nil || long != short {
		t.Errorf("got %s and %s, %v; want the same", long, short, err)
	}
	if long.Short() != "102030405060708" {
		t.Errorf("Short() = %s, want no leading zeros", long.Short())
	}
}
