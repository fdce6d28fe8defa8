package journey_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "",
		" \n ":                       "",
		"loki is down":               "Loki is down.",
		"Loki is down.":              "Loki is down.",
		"is it up?":                  "Is it up?",
		"“rate(…)” is no log query":  "“rate(…)” is no log query.",
		"éclair is unknown":          "Éclair is unknown.",
		"дерево растёт":              "Дерево растёт.",
		"the query begins {app=…":    "The query begins {app=…",
		"two\n\tlines  and\r\nmore ": "Two lines and more.",
		"\xe2":                       "\uFFFD.",
		"\xffcut\x80\x81":            "\uFFFDcut\uFFFD.",
		"ends in “quotes”":           "Ends in “quotes”.",
	} {
		require.Equal(t, want, journey.Sentence(text), "%q", text)
	}
}

func TestOneLine(t *testing.T) {
	require.Equal(t, "a b", journey.OneLine(" a\n b\t", 3))
	require.Equal(t, "über…", journey.OneLine("über alles", 4))
	require.Equal(t, "a\uFFFDb", journey.OneLine("a\xff\xfeb", 10))
}

func TestDurationText(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                         "0 ms",
		1236 * time.Microsecond:   "1.24 ms",
		300 * time.Millisecond:    "300 ms",
		999600 * time.Microsecond: "1 s",
		1920 * time.Millisecond:   "1.92 s",
		12340 * time.Millisecond:  "12.3 s",
		90 * time.Second:          "1m30s",
	} {
		require.Equal(t, want, journey.DurationText(d), "%v", d)
	}
}
