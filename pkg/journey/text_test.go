package journey_test

import (
	"testing"

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
