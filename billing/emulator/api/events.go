package api

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/store"
)

var eventOperations = map[string]operation{
	"GET /v1/events":      {"type types delivery_success" + paging, "", listEvents},
	"GET /v1/events/{id}": {"", "", retrieveEvent},
}

func retrieveEvent(tx *store.Tx, p params.Params) (any, error) {
	if one := tx.Events.Look(p.ID); one != nil {
		return one, nil
	}
	return nil, apierror.NotFound("event", p.ID, "")
}

func listEvents(tx *store.Tx, p params.Params) (any, error) {
	kinds := p.All("types")
	return page(tx.Events.Newest(), "/v1/events", p, func(one *objects.Event) bool {
		return fitsType(one.Type, p.Get("type")) && (len(kinds) == 0 ||
			slices.Contains(kinds, one.Type)) && p.Made(one.Created)
	})
}

// fitsType: customer.* stands for all that begin so.
func fitsType(kind, wanted string) bool {
	if start, all := strings.CutSuffix(wanted, "*"); all {
		return strings.HasPrefix(kind, start)
	}
	return wanted == "" || wanted == kind
}
