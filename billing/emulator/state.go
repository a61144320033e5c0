package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// state is all that the emulator knows.
type state struct {
	Customers     map[string]*customer       `json:"customers"`
	Products      map[string]*product        `json:"products"`
	Prices        map[string]*price          `json:"prices"`
	Checkouts     map[string]*checkout       `json:"checkouts"`
	Subscriptions map[string]*subscription   `json:"subscriptions"`
	Invoices      map[string]*invoice        `json:"invoices"`
	Answers       map[string]answer          `json:"answers"`     // by idempotency key
	Undelivered   map[string]json.RawMessage `json:"undelivered"` // events by id
}

// checkout is a session and what its page sells, which the API does not show.
type checkout struct {
	Session              session           `json:"session"`
	Price                string            `json:"price"`
	Quantity             int64             `json:"quantity"`
	SubscriptionMetadata map[string]string `json:"subscription_metadata"`
}

func newState() state {
	return state{
		Customers: map[string]*customer{}, Products: map[string]*product{}, Prices: map[string]*price{},
		Checkouts: map[string]*checkout{}, Subscriptions: map[string]*subscription{}, Invoices: map[string]*invoice{},
		Answers: map[string]answer{}, Undelivered: map[string]json.RawMessage{},
	}
}

// load reads the state file; one that is not there yet is an empty state.
func load(file string) (state, error) {
	s := newState()
	if file == "" {
		return s, nil
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		if err = json.Unmarshal(text, &s); err == nil {
			err = s.check()
		}
	}
	if err != nil {
		return s, fmt.Errorf("the Stripe emulator cannot read its state from %s: %w; move the file away to start afresh", file, err)
	}
	return s, nil
}

// check finds what an edit by hand broke, so that no page stumbles over it.
func (s state) check() error {
	if s.Customers == nil || s.Products == nil || s.Prices == nil || s.Checkouts == nil || s.Subscriptions == nil ||
		s.Invoices == nil || s.Answers == nil || s.Undelivered == nil {
		return errors.New("a part of it is null")
	}
	for id, p := range s.Prices {
		if p == nil || s.Products[p.Product] == nil {
			return fmt.Errorf("the price %s has no product", id)
		}
	}
	for id, c := range s.Checkouts {
		if c == nil || s.Customers[c.Session.Customer] == nil || s.Prices[c.Price] == nil {
			return fmt.Errorf("the checkout %s has no customer or price", id)
		}
	}
	for id, sub := range s.Subscriptions {
		if sub == nil || s.Customers[sub.Customer] == nil || len(sub.Items.Data) != 1 || s.Prices[sub.Items.Data[0].Price.ID] == nil {
			return fmt.Errorf("the subscription %s has no customer or price", id)
		}
	}
	for id, i := range s.Invoices {
		if i == nil || s.Customers[i.Customer] == nil || slices.ContainsFunc(i.Lines.Data, func(l line) bool { return s.Prices[l.Price.ID] == nil }) {
			return fmt.Errorf("the invoice %s has no customer or price", id)
		}
	}
	return nil
}

// save replaces the file in one step: it is never half-written. The caller
// holds the lock.
func (e *Emulator) save() error {
	e.state.forgetAnswers(e.now())
	if e.file == "" {
		return nil
	}
	text, err := json.MarshalIndent(e.state, "", "\t")
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(e.file), filepath.Base(e.file)+".*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(text)
	if err = errors.Join(err, temporary.Close()); err == nil {
		err = os.Rename(temporary.Name(), e.file)
	}
	if err != nil {
		_ = os.Remove(temporary.Name())
	}
	return err
}

// expireCheckouts ends the sessions whose time is over.
func (s state) expireCheckouts(now time.Time) {
	for _, c := range s.Checkouts {
		if c.Session.Status == "open" && c.Session.ExpiresAt <= now.Unix() {
			c.expire()
		}
	}
}

func (c *checkout) expire() {
	c.Session.Status, c.Session.URL = "expired", nil
}
