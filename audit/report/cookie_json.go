package report

import (
	"encoding/json"

	"github.com/prokken/prokken/cookie"
)

// UnmarshalJSON reads a cookie of a report: it may ask for a longer life than a
// policy can declare.
func (c *Cookie) UnmarshalJSON(text []byte) error {
	type plain Cookie
	read := struct {
		*plain
		Lifetime string `json:"lifetime"`
	}{plain: (*plain)(c)}
	if err := json.Unmarshal(text, &read); err != nil {
		return err
	}
	var err error
	c.Lifetime, err = cookie.ReadLifetime(read.Lifetime)
	return err
}
