package probe

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"howett.net/plist"
)

const (
	maxPlist      = 1 << 20
	maxPlistDepth = 32
	maxPlistNodes = 50_000 // counted as often as they are referred to
)

var (
	errNoPlist   = errors.New("no property list")
	errPlistBomb = errors.New("a property list that is too deep or too large")
)

// readPlist decodes a dictionary in XML or binary form and nothing else. Package plist alone takes any text for a property list of
// the old OpenStep kind, nothing at all for an empty one, and multiplies what a binary one refers to many times.
func readPlist(data []byte) (out map[string]any, err error) {
	defer func() {
		if recover() != nil {
			out, err = nil, fmt.Errorf("%w: damaged", errNoPlist)
		}
	}()
	want := plist.XMLFormat
	if bytes.HasPrefix(data, []byte("bplist00")) {
		want = plist.BinaryFormat
		err = checkBinaryPlist(data)
	} else {
		err = checkXMLPlist(data)
	}
	if err != nil {
		return nil, err
	}
	var value any
	format, err := plist.Unmarshal(data, &value)
	out, ok := value.(map[string]any)
	if err != nil || !ok || format != want {
		return nil, fmt.Errorf("%w: no dictionary", errNoPlist) // the library's words may quote a value
	}
	return out, nil
}

// checkXMLPlist wants well-formed XML with a <plist> outside.
func checkXMLPlist(data []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	depth, nodes := 0, 0
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) && nodes > 0 && depth == 0 {
			return nil
		}
		if err != nil {
			line, _ := decoder.InputPos()
			return fmt.Errorf("%w: line %d", errNoPlist, line)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if (t.Name.Local == "plist") != (nodes == 0) || nodes > 0 && depth == 0 {
				return fmt.Errorf("%w: an element where it does not belong", errNoPlist)
			}
			nodes++
			if depth++; depth > maxPlistDepth || nodes > maxPlistNodes {
				return errPlistBomb
			}
		case xml.EndElement:
			if depth--; depth < 0 {
				return fmt.Errorf("%w: an end without a beginning", errNoPlist)
			}
		}
	}
}

// binaryPlist is the table of objects of a bplist00.
type binaryPlist struct {
	data              []byte
	offsets           []byte
	offsetSize, refer int
	count             uint64
	known             map[uint64]extent // of what was counted; zero while it is being counted
}

// extent is how many objects there are in one, itself included, and how deep they lie.
type extent struct{ nodes, depth int }

// checkBinaryPlist walks the objects as they refer to each other, each counted as often as it is referred to.
func checkBinaryPlist(data []byte) error {
	if len(data) < 40 {
		return errNoPlist
	}
	trailer := data[len(data)-32:]
	p := binaryPlist{data: data, offsetSize: int(trailer[6]), refer: int(trailer[7]), count: binary.BigEndian.Uint64(trailer[8:]), known: map[uint64]extent{}}
	top, table, end := binary.BigEndian.Uint64(trailer[16:]), binary.BigEndian.Uint64(trailer[24:]), uint64(len(data)-32)
	if p.offsetSize < 1 || p.offsetSize > 8 || p.refer < 1 || p.refer > 8 || p.count > maxPlistNodes || table < 8 || table > end ||
		p.count*uint64(p.offsetSize) > end-table || top >= p.count {
		return fmt.Errorf("%w: its trailer cannot be", errNoPlist)
	}
	p.data, p.offsets = data[:table], data[table:end]
	_, err := p.weigh(top, 0)
	return err
}

// weigh measures an object with all that it holds.
func (p *binaryPlist) weigh(object uint64, above int) (extent, error) {
	if e, known := p.known[object]; known {
		if e.nodes == 0 {
			return e, fmt.Errorf("%w: it holds itself", errNoPlist)
		}
		return e, nil
	}
	if above > maxPlistDepth || object >= p.count {
		return extent{}, errPlistBomb
	}
	p.known[object] = extent{}
	held, err := p.holds(object)
	if err != nil {
		return extent{}, err
	}
	total := extent{nodes: 1, depth: 1}
	for ; len(held) >= p.refer; held = held[p.refer:] {
		e, err := p.weigh(number(held[:p.refer]), above+1)
		if err != nil {
			return extent{}, err
		}
		total = extent{total.nodes + e.nodes, max(total.depth, 1+e.depth)}
		if total.nodes > maxPlistNodes || total.depth > maxPlistDepth {
			return extent{}, errPlistBomb
		}
	}
	p.known[object] = total
	return total, nil
}

// holds are the references in an array, a set or a dictionary; nothing for any other object.
func (p *binaryPlist) holds(object uint64) ([]byte, error) {
	at := number(p.offsets[int(object)*p.offsetSize:][:p.offsetSize])
	if at >= uint64(len(p.data)) {
		return nil, fmt.Errorf("%w: an object outside", errNoPlist)
	}
	rest := p.data[at:]
	kind, count := rest[0]>>4, uint64(rest[0]&0xf)
	if kind != 0xa && kind != 0xc && kind != 0xd {
		return nil, nil
	}
	rest = rest[1:]
	if count == 0xf { // the number follows as an integer object
		if len(rest) == 0 || rest[0]>>4 != 1 || rest[0]&0xf > 3 || len(rest) < 1+1<<(rest[0]&0xf) {
			return nil, fmt.Errorf("%w: a number that cannot be", errNoPlist)
		}
		size := 1 << (rest[0] & 0xf)
		count, rest = number(rest[1:1+size]), rest[1+size:]
	}
	room := uint64(len(rest)) / uint64(p.refer)
	if count > room {
		return nil, fmt.Errorf("%w: more than there is room for", errNoPlist)
	}
	if kind == 0xd {
		if count *= 2; count > room {
			return nil, fmt.Errorf("%w: more than there is room for", errNoPlist)
		}
	}
	return rest[:count*uint64(p.refer)], nil
}

// number is a big-endian number of at most 8 bytes.
func number(data []byte) (n uint64) {
	for _, b := range data {
		n = n<<8 | uint64(b)
	}
	return n
}
