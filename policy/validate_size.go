package policy

import (
	"encoding/json"
	"fmt"
)

// size refuses what no reader of it would get through.
func (v *validator) size() {
	text, err := json.Marshal(v.document)
	switch n := len(v.document.sections()); {
	case err != nil:
		v.problems["document"] = err.Error()
	case len(text) > largest:
		v.problems["document"] = "A document has at most 1 MiB."
	case n > maxSections:
		v.problems["document"] = fmt.Sprintf("%d sections are more than %d", n, maxSections)
	case v.count > maxBlocks:
		v.problems["document"] = fmt.Sprintf("%d blocks are more than %d", v.count, maxBlocks)
	}
}
