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
	case n > mostSections:
		v.problems["document"] = fmt.Sprintf("%d sections are more than %d", n, mostSections)
	case v.count > mostBlocks:
		v.problems["document"] = fmt.Sprintf("%d blocks are more than %d", v.count, mostBlocks)
	}
}
