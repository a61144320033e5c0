package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

// ParseYAML reads a document as it stands in content/. An error names the line
// and the reason.
func ParseYAML(text []byte) (Document, error) {
	var d Document
	if err := yaml.UnmarshalWithOptions(text, &d, yaml.Strict()); err != nil {
		return d, errors.New(strings.Join(strings.Fields(yaml.FormatError(err, false, false)), " "))
	}
	return d, d.Validate()
}

// parseJSON reads what Canonical wrote. A stored document is not validated
// again: what was once published stays readable.
func parseJSON(text string) (Document, error) {
	var d Document
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return d, fmt.Errorf("stored document: %w", err)
	}
	return d, nil
}

// canonical is the document's one JSON form and its SHA-256 in hexadecimal.
func (d Document) canonical() (text, hash string, err error) {
	encoded, err := json.Marshal(d)
	if err != nil {
		return "", "", err
	}
	sum := sha256.Sum256(encoded)
	return string(encoded), hex.EncodeToString(sum[:]), nil
}
