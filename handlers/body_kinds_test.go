package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestLogInTakesFormAndJSONAlone: no XML, no form in parts, no text, nothing without a kind, and
// nothing of the address.
func TestLogInTakesFormAndJSONAlone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		form := "email=ada@example.com&password=correct+horse+battery"
		json := `{"email":"ada@example.com","password":"correct horse battery"}`
		for _, tt := range []struct {
			kind, query, body string
			status            int
		}{
			{"application/x-www-form-urlencoded", "", form, 200},
			{"application/x-www-form-urlencoded; charset=UTF-8", "", form, 200},
			{"application/json", "", json, 200},
			{"application/json; charset=utf-8", "", json, 200},
			{"application/xml", "", "<Credentials><Email>ada@example.com</Email></Credentials>", 415},
			{"text/xml", "", "<a/>", 415},
			{"multipart/form-data; boundary=x", "", "--x\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\na\r\n--x--\r\n", 415},
			{"text/plain", "", json, 415},
			{"", "", form, 415},
			{"application/x-www-form-urlencoded", "?" + form, "a=b", 401},
		} {
			r, err := http.NewRequestWithContext(
				t.Context(),
				"POST",
				s.url+"/api/auth/login"+tt.query,
				strings.NewReader(tt.body),
			)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", tt.kind)
			r.Header.Set("Accept", "application/json")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			res, err := http.DefaultTransport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
			if res.StatusCode != tt.status {
				t.Errorf("%q with %q: %d, want %d", tt.kind, tt.query, res.StatusCode, tt.status)
			}
		}
	})
}
