package emulator

import "errors"

// errRehearsed ends work whose changes are not to stay.
var errRehearsed = errors.New("only a rehearsal")

// transact runs work under the lock. All that it changed is stored in one step
// and then told to the site, or it is undone.
func (e *Emulator) transact(work func() error) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.catchUp(); err != nil {
		return err
	}
	return e.within(work)
}

// within is transact for those who hold the lock.
func (e *Emulator) within(work func() error) error {
	err := work()
	if err == nil {
		err = e.commit()
	}
	if err != nil {
		e.undo()
		return err
	}
	e.publish()
	return nil
}

func (e *Emulator) commit() error {
	var all []change
	for _, kept := range e.state.tables() {
		changes, err := kept.changes()
		if err != nil {
			return err
		}
		all = append(all, changes...)
	}
	if err := e.db.write(all); err != nil {
		return err
	}
	for _, kept := range e.state.tables() {
		kept.keep()
	}
	if len(all) > 0 {
		e.nextDue = 0
	}
	return nil
}

func (e *Emulator) undo() {
	for _, kept := range e.state.tables() {
		kept.revert()
	}
	e.unsent = nil
	clear(e.noted)
}

// Reset forgets everything but how the emulator is set up.
func (e *Emulator) Reset() error {
	return e.transact(func() error {
		for _, kept := range e.state.tables() {
			if kept.name() != "settings" {
				kept.clear()
			}
		}
		e.settings().ClockOffset = 0
		return nil
	})
}
