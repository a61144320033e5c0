package api

import (
	"strings"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/store"
)

const endpointTakes = "url enabled_events metadata description"

var endpointOperations = map[string]operation{
	"POST /v1/webhook_endpoints":        {endpointTakes + " api_version connect", "url", createEndpoint},
	"GET /v1/webhook_endpoints":         {paging, "", listEndpoints},
	"GET /v1/webhook_endpoints/{id}":    {"", "", retrieveEndpoint},
	"POST /v1/webhook_endpoints/{id}":   {endpointTakes + " disabled", "", updateEndpoint},
	"DELETE /v1/webhook_endpoints/{id}": {"", "", deleteEndpoint},
}

func createEndpoint(tx *store.Tx, p params.Params) (any, error) {
	id := objects.NewID("we_")
	made := &objects.WebhookEndpoint{
		ID: id, Object: "webhook_endpoint", Created: tx.Now().Unix(), Metadata: map[string]string{},
		Secret: objects.NewID("whsec_"), Status: "enabled",
	}
	p.Word("api_version", &made.APIVersion)
	readEndpoint(made, p)
	if len(made.EnabledEvents) == 0 {
		return nil, apierror.MissingParam("enabled_events")
	}
	return tx.Endpoints.Put(id, made), nil
}

func readEndpoint(w *objects.WebhookEndpoint, p params.Params) {
	w.Metadata = p.Merged(w.Metadata)
	p.Word("description", &w.Description)
	if p.Gives("enabled_events") {
		w.EnabledEvents = p.All("enabled_events")
	}
	if p.Has("url") {
		w.URL = p.Get("url")
	}
	if !strings.HasPrefix(w.URL, "http://") && !strings.HasPrefix(w.URL, "https://") {
		p.Bad("url", "url_invalid", "Invalid URL: An explicit scheme (such as https) must be provided.")
	}
	if p.Has("disabled") {
		w.Status = map[bool]string{true: "disabled", false: "enabled"}[p.Flag("disabled", false)]
	}
}

func retrieveEndpoint(tx *store.Tx, p params.Params) (any, error) {
	if w := tx.Endpoints.Look(p.ID); w != nil {
		return w.Hidden(), nil
	}
	return nil, apierror.NotFound("webhook endpoint", p.ID, "")
}

func updateEndpoint(tx *store.Tx, p params.Params) (any, error) {
	w := tx.Endpoints.Get(p.ID)
	if w == nil {
		return nil, apierror.NotFound("webhook endpoint", p.ID, "")
	}
	readEndpoint(w, p)
	return w.Hidden(), nil
}

func listEndpoints(tx *store.Tx, p params.Params) (any, error) {
	var all []*objects.WebhookEndpoint
	for _, one := range tx.Endpoints.Newest() {
		all = append(all, new(one.Hidden()))
	}
	shown := each(all, func(one *objects.WebhookEndpoint) string { return one.ID })
	return page(shown, "/v1/webhook_endpoints", p, func(*objects.WebhookEndpoint) bool { return true })
}

func deleteEndpoint(tx *store.Tx, p params.Params) (any, error) {
	if tx.Endpoints.Look(p.ID) == nil {
		return nil, apierror.NotFound("webhook endpoint", p.ID, "")
	}
	tx.Endpoints.Remove(p.ID)
	return objects.Deleted{ID: p.ID, Object: "webhook_endpoint", Deleted: true}, nil
}
