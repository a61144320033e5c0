package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/net/websocket"
)

// bidi speaks WebDriver BiDi with a browser, one command at a time.
type bidi struct {
	socket *websocket.Conn
	last   int
}

// bidiAnswer is what a browser sends: an answer, or an event, which has no id.
type bidiAnswer struct {
	ID      int
	Type    string
	Error   string
	Message string
	Result  json.RawMessage
}

// dialBidi begins a session with the browser that listens there.
func dialBidi(address string) (*bidi, error) {
	socket, err := websocket.Dial(address+"/session", "", bidiOrigin)
	if err != nil {
		return nil, err
	}
	b := &bidi{socket: socket}
	return b, b.call("session.new", map[string]any{"capabilities": map[string]any{}}, nil)
}

// call sends a command, which takes long where a browser is still coming up, and reads the result into what result points to, if anything.
func (b *bidi) call(method string, params, result any) error {
	b.last++
	command := map[string]any{"id": b.last, "method": method, "params": params}
	err := errors.Join(
		b.socket.SetDeadline(time.Now().Add(3*patience)),
		websocket.JSON.Send(b.socket, command),
	)
	for err == nil {
		var answer bidiAnswer
		err = websocket.JSON.Receive(b.socket, &answer)
		if err == nil && answer.ID == b.last {
			return answer.read(method, result)
		}
	}
	return fmt.Errorf("%s: %w", method, err)
}

func (a bidiAnswer) read(method string, result any) error {
	if a.Type != "success" {
		return fmt.Errorf("%s: %s: %s", method, a.Error, a.Message)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(a.Result, result)
}
