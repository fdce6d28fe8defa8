package jsonfield

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestAppendValue(t *testing.T) {
	tests := []struct {
		name  string
		value any
		want  string
	}{
		{"text", "plain", `"plain"`},
		{"quotes and control characters", "a\"b\\c\n\x00", `"a\"b\\c\n\u0000"`},
		{"not UTF-8", "a\xffb", `"a�b"`},
		{"bool", true, `true`},
		{"whole", int64(-7), `-7`},
		{"exact in JavaScript", int64(1 << 53), `9007199254740992`},
		{"not exact in JavaScript", int64(1<<53 + 1), `"9007199254740993"`},
		{"fraction", 0.25, `0.25`},
		{"large", 1.7e12, `1700000000000`},
		{"very small", 1e-9, `1e-09`},
		{"not a number", math.NaN(), `"NaN"`},
		{"infinite", math.Inf(-1), `"-Inf"`},
		{"bytes", []byte{1, 2}, `"AQI="`},
		{"array", []any{"a", int64(1), nil}, `["a",1,null]`},
		{"object", journey.Attributes{{Key: "b", Value: "2"}, {Key: "a", Value: []any{}}}, `{"a":[],"b":"2"}`},
		{"none of these", struct{}{}, `null`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := AppendValue(nil, tt.value)
			if string(got) != tt.want || !json.Valid(got) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestAppendObject(t *testing.T) {
	got := AppendObject(nil, journey.Attributes{{Key: "b", Value: "1"}, {Key: "a", Value: "2"}, {Key: "b", Value: "3"}, {Key: "c", Value: "4"}})
	if want := `{"a":"2","b":"1","c":"4"}`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAppendLabels(t *testing.T) {
	labels := func(names ...string) (ls journey.Labels) {
		for _, name := range names {
			ls = append(ls, journey.Label{Name: name, Value: name + "!"})
		}
		return ls
	}
	tests := []struct {
		name                     string
		labels, metadata, parsed journey.Labels
		want                     string
	}{
		{"none", nil, nil, nil, `{}`},
		{"labels alone", labels("a", "b"), nil, nil, `{"a":"a!","b":"b!"}`},
		{"metadata alone", nil, labels("a"), nil, `{"a":"a!"}`},
		{"parsed alone", nil, nil, labels("a", "b"), `{"a":"a!","b":"b!"}`},
		{"mingled", labels("a", "d"), labels("b", "c", "e"), labels("aa", "f"), `{"a":"a!","aa":"aa!","b":"b!","c":"c!","d":"d!","e":"e!","f":"f!"}`},
		{"a label hides metadata", labels("a"), journey.Labels{{Name: "a", Value: "hidden"}, {Name: "b", Value: "seen"}}, nil, `{"a":"a!","b":"seen"}`},
		{"both hide what was parsed", labels("a"), labels("b"), journey.Labels{{Name: "a", Value: "hidden"}, {Name: "b", Value: "hidden"}}, `{"a":"a!","b":"b!"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := AppendLabels(nil, tt.labels, tt.metadata, tt.parsed); string(got) != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
