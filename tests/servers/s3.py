"""An object store on this machine, for tests/remote.rs.

It proves signatures and keeps conditions, as a real one does. The first line it prints is JSON: the
port of the store, the keys of its one user, and the port of `hand`, which reads and changes what is
in the bucket without keys, for the test's own hand. It ends when its input does.
"""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlencode

# The calls that make the user below come first; from then on every call is proved.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "4"
import logging

logging.getLogger("werkzeug").setLevel(logging.ERROR)
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.iam.access_control import S3IAMRequest
from moto.server import ThreadedMotoServer

BUCKET = "bucket"
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}

as_it_came = S3IAMRequest._create_aws_request


def with_its_address_encoded(request):
    """What is signed is the address in the one encoding there is for that, however it was sent; the
    server's own proof takes it as it was sent."""
    path, _, query = request._path.partition("?")
    path = quote(unquote(path), safe="/-_.~")
    pairs = parse_qsl(query, keep_blank_values=True)
    encoded = urlencode(pairs, quote_via=quote, safe="-_.~")
    request._path = f"{path}?{encoded}" if pairs else path
    return as_it_came(request)


S3IAMRequest._create_aws_request = with_its_address_encoded

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
port = server.get_host_and_port()[1]


def client(service, key="none", secret="none"):
    return boto3.client(
        service,
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(max_pool_connections=32),
    )


client("s3").create_bucket(Bucket=BUCKET)
iam = client("iam")
iam.create_user(UserName="clerk")
keys = iam.create_access_key(UserName="clerk")["AccessKey"]
iam.put_user_policy(UserName="clerk", PolicyName="all", PolicyDocument=json.dumps(EVERYTHING))
store = client("s3", keys["AccessKeyId"], keys["SecretAccessKey"])


class Hand(BaseHTTPRequestHandler):
    def key(self):
        return unquote(self.path[1:])

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if not self.key():
            pages = store.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
            names = [found["Key"] for page in pages for found in page.get("Contents", [])]
            return self.answer(200, "\n".join(names).encode())
        try:
            found = store.get_object(Bucket=BUCKET, Key=self.key())
        except ClientError:
            return self.answer(404)
        self.answer(
            200,
            found["Body"].read(),
            Content_Type=found.get("ContentType"),
            Cache_Control=found.get("CacheControl"),
        )

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        store.put_object(Bucket=BUCKET, Key=self.key(), Body=body)
        self.answer(200)

    def do_DELETE(self):
        store.delete_object(Bucket=BUCKET, Key=self.key())
        self.answer(204)

    def log_message(self, *_):
        pass


hand = ThreadingHTTPServer(("127.0.0.1", 0), Hand)
threading.Thread(target=hand.serve_forever, daemon=True).start()
told = {"port": int(port), "hand": hand.server_port, "id": keys["AccessKeyId"], "secret": keys["SecretAccessKey"]}
print(json.dumps(told), flush=True)
sys.stdin.read()
os._exit(0)
