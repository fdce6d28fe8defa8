package cases

import "testing"

func TestTable(t *testing.T) {
	results := []Result{{Kind: "a", Name: "1"}, {Kind: "a", Name: "2", Faults: []string{"no"}}, {Kind: "b", Name: "1"}}
	const ran = `{"Action":"run","Test":"TestX/one"}
{"Action":"pass","Test":"TestX/one"}
{"Action":"fail","Test":"TestX/two"}
{"Action":"fail","Test":"TestX"}
`
	inGo := countRows([]byte(ran))
	inGo.kind, inGo.where = "c", "pkg/x"
	const want = head + `| a | tests/checks/cases | 2 | 1 |
| b | tests/checks/cases | 1 | 1 |
| c | pkg/x | 2 | 1 |
| **all** | | **5** | **3** |
`
	if got := markdown(append(perKind(results), inGo)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
