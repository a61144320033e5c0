package format

import (
	"bytes"
	"encoding/json"

	"github.com/prokken/prokken/audit/report"
)

// JSON is the report, with all it holds but the pictures.
func JSON(r report.Report) ([]byte, error) { return indented(r) }

func indented(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(value)
	return escaped(b.Bytes()), err
}
