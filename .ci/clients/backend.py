"""The back end of the clients' scenarios: answers remote procedure calls with the node that asked and the user that called.

Arguments: the port. Each node calls it as POST /rpc/NODE.
"""

import http.server
import json
import sys


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if request["method"] == "where_am_i":
            node = self.path.rsplit("/", 1)[1]
            answer = {"result": {"data": {"node": node, "user": request["user"], "asked": request["data"]}}}
        else:
            answer = {"error": {"code": 1404, "message": "no such method"}}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.send_response(204)
        self.end_headers()

    def log_message(self, *what):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answers).serve_forever()
