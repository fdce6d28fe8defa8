package loki

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNamesAreLearned(t *testing.T) {
	for name, want := range map[string]bool{
		"shop_trace_id": true, "orderTraceId": true, "x_shop_traceparent": true, "my_trace_context": true,
		"traceID":  false, // one of the usual
		"trace_id": false, // always searched
		"user_id":  false, "trace_id_count": false,
		"shop-trace_id": false, "trace\"} | x=`trace_id": false, // cannot stand in a query as they are
	} {
		var n names
		n.learn(name)
		n.learn(name)
		require.Equal(t, want, len(n.learned) == 1, name)
	}
	var n names
	for i := range 1000 {
		n.learn(fmt.Sprintf("n%d_trace_id", i))
	}
	require.Len(t, n.all(), mostNames)
}
