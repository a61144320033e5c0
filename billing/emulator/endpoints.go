package emulator

import (
	"slices"
	"strings"
)

type endpoint struct {
	ID            string            `json:"id"`
	Object        string            `json:"object"`
	APIVersion    *string           `json:"api_version"`
	Application   *string           `json:"application"`
	Created       int64             `json:"created"`
	Description   *string           `json:"description"`
	EnabledEvents []string          `json:"enabled_events"`
	Livemode      bool              `json:"livemode"`
	Metadata      map[string]string `json:"metadata"`
	Secret        string            `json:"secret,omitempty"`
	Status        string            `json:"status"`
	URL           string            `json:"url"`
}

const endpointTakes = "url enabled_events metadata description"

var endpointOperations = map[string]operation{
	"POST /v1/webhook_endpoints":        {endpointTakes + " api_version connect", "url", createEndpoint},
	"GET /v1/webhook_endpoints":         {paging, "", listEndpoints},
	"GET /v1/webhook_endpoints/{id}":    {"", "", retrieveEndpoint},
	"POST /v1/webhook_endpoints/{id}":   {endpointTakes + " disabled", "", updateEndpoint},
	"DELETE /v1/webhook_endpoints/{id}": {"", "", deleteEndpoint},
}

func (w *endpoint) wants(kind string) bool {
	return w.Status == "enabled" && (slices.Contains(w.EnabledEvents, "*") || slices.Contains(w.EnabledEvents, kind))
}

// hidden is the endpoint without its secret, which only its maker sees.
func (w *endpoint) hidden() endpoint {
	shown := *w
	shown.Secret = ""
	return shown
}

func createEndpoint(e *Emulator, p params) (any, error) {
	id := newID("we_")
	made := &endpoint{
		ID: id, Object: "webhook_endpoint", Created: e.now().Unix(), Metadata: map[string]string{}, Secret: newID("whsec_"), Status: "enabled",
	}
	p.word("api_version", &made.APIVersion)
	made.read(p)
	if len(made.EnabledEvents) == 0 {
		return nil, missingParam("enabled_events")
	}
	return e.state.endpoints.put(id, made), nil
}

func (w *endpoint) read(p params) {
	w.Metadata = p.merged(w.Metadata)
	p.word("description", &w.Description)
	if p.gives("enabled_events") {
		w.EnabledEvents = p.all("enabled_events")
	}
	if p.Has("url") {
		w.URL = p.Get("url")
	}
	if !strings.HasPrefix(w.URL, "http://") && !strings.HasPrefix(w.URL, "https://") {
		p.bad("url", "url_invalid", "Invalid URL: An explicit scheme (such as https) must be provided.")
	}
	if p.Has("disabled") {
		w.Status = map[bool]string{true: "disabled", false: "enabled"}[p.flag("disabled", false)]
	}
}

func retrieveEndpoint(e *Emulator, p params) (any, error) {
	if w := e.state.endpoints.look(p.id); w != nil {
		return w.hidden(), nil
	}
	return nil, noSuch("webhook endpoint", p.id, "")
}

func updateEndpoint(e *Emulator, p params) (any, error) {
	w := e.state.endpoints.get(p.id)
	if w == nil {
		return nil, noSuch("webhook endpoint", p.id, "")
	}
	w.read(p)
	return w.hidden(), nil
}

func listEndpoints(e *Emulator, p params) (any, error) {
	shown := newTable[endpoint]("webhook_endpoint")
	for _, id := range e.state.endpoints.order {
		one := e.state.endpoints.look(id).hidden()
		shown.put(id, &one)
	}
	return page(shown, "/v1/webhook_endpoints", p, func(*endpoint) bool { return true })
}

func deleteEndpoint(e *Emulator, p params) (any, error) {
	if e.state.endpoints.look(p.id) == nil {
		return nil, noSuch("webhook endpoint", p.id, "")
	}
	e.state.endpoints.remove(p.id)
	return gone{p.id, "webhook_endpoint", true}, nil
}
