package handlers_test

import (
	"net/http"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestRefusedActsOnSites are told in words with a status that is nobody's failure, to people and to programs.
func TestRefusedActsOnSites(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, _ := shopkeeper(t, db)
		log := logFailures(t)
		asJSON := []string{"Accept", "application/json"}
		both := func(path, words string, status int) {
			t.Helper()
			for name, headers := range map[string][]string{"page": nil, "JSON": asJSON} {
				_, _, res := s.ask("POST", path, nil, headers...)
				if causes := log.of(res); len(causes) > 0 {
					t.Errorf("%s, %s: logged is %q", path, name, causes)
				}
			}
			s.verify(t, scenario{method: "POST", path: path, status: status, shows: []string{words}},
				scenario{method: "POST", path: path, headers: asJSON, status: status, shows: []string{words}})
		}
		both("/sites/shop/activate", "Your plan has no room", http.StatusPaymentRequired)
		execute := func(statement string) {
			_, err := db.Pool().Exec(statement)
			s.must(err)
		}
		execute("UPDATE site_hosts SET verified_at = NULL, method = ''")
		both("/sites/shop/publish", "Please verify first", http.StatusConflict)
		execute("UPDATE sites SET state = 'paused' WHERE kind = 'customer'")
		both("/sites/shop/audit", "not kept up", http.StatusConflict)
	})
}
