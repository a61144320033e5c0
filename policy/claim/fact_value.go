package claim

import (
	"encoding/json"
	"strconv"

	"github.com/prokken/prokken/cookie"
)

// FactValue is the value of a fact: "true", "12" or "90 days".
type FactValue string

// Canonical returns the value in the words that two equal periods share: "24 hours" for "1 day".
func (v FactValue) Canonical() FactValue {
	if period, err := cookie.ReadLifetime(string(v)); err == nil {
		return FactValue(period.String())
	}
	return v
}

func (v FactValue) same(other FactValue) bool { return v.Canonical() == other.Canonical() }

// MarshalJSON writes a number and true and false as such, a period as text.
func (v FactValue) MarshalJSON() ([]byte, error) {
	if _, err := strconv.Atoi(string(v)); err == nil || v == "true" || v == "false" {
		return []byte(v), nil
	}
	return json.Marshal(string(v))
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (v *FactValue) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '"' {
		return json.Unmarshal(text, (*string)(v))
	}
	*v = FactValue(text)
	return nil
}
