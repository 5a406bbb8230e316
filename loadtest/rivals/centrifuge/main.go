// A small server around the Centrifuge library, the engine of Centrifugo, with Redis between nodes: WebSocket in JSON and the part of
// Centrifugo's HTTP API that the load tester publishes through. It stands in for Centrifugo where that cannot be built, and reads the
// same configuration file (-c FILE) as far as it needs to. Everybody may connect and subscribe to everything.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/centrifugal/centrifuge"
)

type configuration struct {
	HTTPServer struct {
		Address string      `json:"address"`
		Port    json.Number `json:"port"`
	} `json:"http_server"`
	Engine struct {
		Redis struct {
			Address any `json:"address"`
		} `json:"redis"`
	} `json:"engine"`
}

func (c configuration) redisAddress() string {
	address := "127.0.0.1:6379"
	switch value := c.Engine.Redis.Address.(type) {
	case string:
		address = value
	case []any:
		if len(value) > 0 {
			address, _ = value[0].(string)
		}
	}
	return strings.TrimPrefix(address, "redis://")
}

type publishRequest struct {
	Channel string          `json:"channel"`
	Data    json.RawMessage `json:"data"`
}

type batchRequest struct {
	Commands []struct {
		Publish *publishRequest `json:"publish"`
	} `json:"commands"`
}

func main() {
	file := flag.String("c", "config.json", "configuration file")
	flag.Parse()
	config := read(*file)
	node := engine(config.redisAddress())
	if err := node.Run(); err != nil {
		log.Fatal("cannot start: ", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/connection/websocket", centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{
		CheckOrigin:        func(*http.Request) bool { return true },
		UseWriteBufferPool: true,
	}))
	mux.HandleFunc("/api/publish", func(w http.ResponseWriter, r *http.Request) {
		var request publishRequest
		if decode(w, r, &request) {
			answer(w, outcome(node, &request))
		}
	})
	mux.HandleFunc("/api/batch", func(w http.ResponseWriter, r *http.Request) {
		var batch batchRequest
		if decode(w, r, &batch) {
			answer(w, map[string]any{"replies": replies(node, batch)})
		}
	})
	mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) { answer(w, map[string]any{}) })
	address := net.JoinHostPort(config.HTTPServer.Address, config.HTTPServer.Port.String())
	listener, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal("cannot listen on ", address, ": ", err)
	}
	log.Print("serving websocket and API on port ", strconv.Itoa(listener.Addr().(*net.TCPAddr).Port))
	go func() { log.Fatal(http.Serve(listener, mux)) }()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	<-stop
	_ = node.Shutdown(context.Background())
}

func read(file string) configuration {
	var config configuration
	config.HTTPServer.Port = "8000"
	bytes, err := os.ReadFile(file)
	if err != nil {
		log.Fatal("cannot read the configuration: ", err)
	}
	if err := json.Unmarshal(bytes, &config); err != nil {
		log.Fatal("the configuration is not valid JSON: ", err)
	}
	return config
}

// engine makes a node whose publications travel through Redis.
func engine(redis string) *centrifuge.Node {
	node, err := centrifuge.New(centrifuge.Config{})
	if err != nil {
		log.Fatal(err)
	}
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{Credentials: &centrifuge.Credentials{UserID: ""}}, nil
	})
	node.OnConnect(func(client *centrifuge.Client) {
		client.OnSubscribe(func(_ centrifuge.SubscribeEvent, done centrifuge.SubscribeCallback) {
			done(centrifuge.SubscribeReply{}, nil)
		})
	})
	shard, err := centrifuge.NewRedisShard(node, centrifuge.RedisShardConfig{Address: redis})
	if err != nil {
		log.Fatal("cannot use Redis at ", redis, ": ", err)
	}
	broker, err := centrifuge.NewRedisBroker(node, centrifuge.RedisBrokerConfig{Shards: []*centrifuge.RedisShard{shard}})
	if err != nil {
		log.Fatal(err)
	}
	node.SetBroker(broker)
	return node
}

// replies publishes one after the other, as Centrifugo does unless a batch asks for parallel.
func replies(node *centrifuge.Node, batch batchRequest) []map[string]any {
	all := make([]map[string]any, 0, len(batch.Commands))
	for _, command := range batch.Commands {
		if command.Publish == nil {
			all = append(all, map[string]any{"error": map[string]any{"code": 104, "message": "method not found"}})
			continue
		}
		published := outcome(node, command.Publish)
		if result, ok := published["result"]; ok {
			published = map[string]any{"publish": result}
		}
		all = append(all, published)
	}
	return all
}

func outcome(node *centrifuge.Node, request *publishRequest) map[string]any {
	if _, err := node.Publish(request.Channel, request.Data); err != nil {
		return map[string]any{"error": map[string]any{"code": 100, "message": err.Error()}}
	}
	return map[string]any{"result": map[string]any{}}
}

func decode(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		http.Error(w, "bad request: "+err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(body); err != nil {
		log.Print("answer not sent: ", err)
	}
}
