package fix

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"strconv"
	"strings"
	"time"
)

// session is the time in which this process alone may write to the journal.
type session struct {
	*Engine
	id        string
	size      int64
	entries   []Entry
	recovered []Recovered
}

// session runs do under the lock, after all that was interrupted is settled.
func (e *Engine) session(ctx context.Context, do func(*session) error) error {
	if err := e.prepare(); err != nil {
		return err
	}
	release, err := e.acquire(ctx)
	if err != nil {
		return err
	}
	defer release()
	s := &session{Engine: e}
	if err := s.open(); err != nil {
		return err
	}
	if err := s.recover(ctx); err != nil {
		return err
	}
	return do(s)
}

// acquire waits for the lock. The kernel frees it when its holder ends in whatever way.
func (e *Engine) acquire(ctx context.Context) (release func(), err error) {
	limit := time.NewTimer(e.patience)
	defer limit.Stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		release, err := e.files.Lock(e.lock())
		switch {
		case err == nil:
			return release, nil
		case !errors.Is(err, ErrLocked):
			return nil, &Error{Code: Unwritable, Path: e.lock(), Text: "cannot be locked", Err: err}
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-limit.C:
			return nil, fault(Busy, "", "another window or terminal is applying a fix")
		}
	}
}

// read reads the journal; one that is not there is empty.
func (e *Engine) read() (journalText, error) {
	data, err := e.files.ReadFile(e.journal(), maxJournal)
	if errors.Is(err, fs.ErrNotExist) {
		return journalText{}, nil
	}
	if err != nil {
		return journalText{}, &Error{Code: Damaged, Path: e.journal(), Text: "the journal of fixes cannot be read", Err: err}
	}
	j, err := readJournal(data)
	return j, e.about(err)
}

// about adds the path of the journal to an error of its text.
func (e *Engine) about(err error) error {
	var fault *Error
	if errors.As(err, &fault) && fault.Path == "" {
		fault.Path = e.journal()
		if fault.Code == Damaged {
			fault.Text = "the journal of fixes is damaged: " + fault.Text
		}
	}
	return err
}

// open reads the journal, begins it if there is none, and cuts off what a crash left of an unfinished record.
func (s *session) open() error {
	j, err := s.read()
	if err != nil {
		return err
	}
	if s.entries, err = entriesOf(j.records); err != nil {
		return s.about(err)
	}
	s.id, s.size = j.id, j.good
	if s.id == "" {
		return s.begin()
	}
	info, err := s.files.Lstat(s.journal())
	if err == nil && !info.Mode.IsRegular() {
		return s.about(fault(Damaged, "", "it is no file of its own"))
	}
	if err == nil && info.Size > s.size {
		err = s.files.Truncate(s.journal(), s.size)
	}
	if err != nil {
		return s.unwritable(s.journal(), nothingChanged, err)
	}
	return nil
}

// begin writes the first line, by a new file that takes the journal's name.
func (s *session) begin() error {
	s.id = strings.ToLower(rand.Text()[:8])
	header := journalHeader(s.id)
	s.size = int64(len(header))
	temp := s.journal() + ".new"
	err := sweep(s.files, temp)
	if err == nil {
		err = writeTemp(s.files, temp, Item{Path: s.journal(), Mode: 0o600, Owner: -1}, []byte(header), true)
	}
	if err == nil {
		err = rename(s.files, temp, s.journal())
	}
	if err != nil {
		return s.unwritable(s.journal(), nothingChanged, err)
	}
	return nil
}

// append writes a record, and returns when it is durable. What could not be written whole is cut off again.
func (s *session) append(r record) error {
	r.At = s.now().UTC()
	line, err := encodeRecord(r)
	if err != nil {
		return err
	}
	if err = s.writeLine(line); err != nil {
		_ = s.files.Truncate(s.journal(), s.size)
		text := notWrittenDown
		if r.Kind == recBegin || r.Kind == recIntent || r.Kind == recUndo {
			text = nothingChanged
		}
		return s.unwritable(s.journal(), text, err)
	}
	s.size += int64(len(line))
	if r.Kind == recBegin {
		s.entries, err = appendEntry(s.entries, r)
		return err
	}
	return s.entries[r.Entry-1].take(r)
}

func appendEntry(entries []Entry, r record) ([]Entry, error) {
	one := r
	one.Entry = 1
	added, err := entriesOf([]record{one})
	if err != nil {
		return entries, err
	}
	added[0].number, added[0].ID = r.Entry, strconv.Itoa(r.Entry)
	return append(entries, added[0]), nil
}

func (s *session) writeLine(line []byte) error {
	file, err := s.files.Append(s.journal())
	if err != nil {
		return err
	}
	_, err = file.Write(line)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// find is an entry by its id.
func (s *session) find(id string) (*Entry, error) {
	for i := range s.entries {
		if s.entries[i].ID == id {
			return &s.entries[i], nil
		}
	}
	return nil, fault(NoEntry, "", "no fix %s was ever applied", id)
}

func (s *session) step(entry, step int) *EntryStep { return &s.entries[entry-1].Steps[step] }
