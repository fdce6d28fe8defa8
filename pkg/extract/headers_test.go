package extract

import (
	"strings"
	"testing"
)

// manyKeys is a line on which each key is followed by all the others, each of
// which looks like a field of X-Amzn-Trace-Id.
var manyKeys = strings.Repeat("trace_id=", 100)

// TestAmazonFieldsEnd holds that a header does not reach over the rest of the
// line: a root in reach would be found, one that is out of reach is not.
func TestAmazonFieldsEnd(t *testing.T) {
	const root = "Root=1-5759e988-bd862e3fe1be46a994272793"
	for name, tc := range map[string]struct {
		before string
		found  bool
	}{
		"first":                     {"", true},
		"behind the known fields":   {"Self=1-2;Parent=x;Sampled=1;Lineage=a;", true},
		"behind an unknown field":   {"CalledFrom=app;", false},
		"behind a longer name":      {"SampledBy=app;", false},
		"last of as many as may be": {strings.Repeat("Self=1;", maxAmazonFields-1), true},
		"behind more than may be":   {strings.Repeat("Self=1;", maxAmazonFields), false},
		"behind many keys":          {manyKeys, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := amazon(tc.before + root); got.TraceID.IsZero() == tc.found {
				t.Errorf("got %s, want it found: %t", got.TraceID, tc.found)
			}
		})
	}
}

func TestAmazonKeepsWhatIsBeforeAnUnknownField(t *testing.T) {
	got := amazon("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1;CalledFrom=app")
	if got.TraceID.String() != "5759e988bd862e3fe1be46a994272793" || got.Sampled != sampledIf(true) {
		t.Errorf("got %+v", got)
	}
}
