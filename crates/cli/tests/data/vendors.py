"""What a test does to a local server of Google's or Azure's interface: `vendors.py gs|az PORT VERB …`.

Google's XML interface is S3's but for the credentials, so moto serves it when they are taken away. Azure's server is Azurite.
"""

import json
import sys

scheme, port, verb, *arguments = sys.argv[1:]
endpoint = f"http://127.0.0.1:{port}"


class Google:
    def __init__(self):
        import boto3

        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        self.client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **keys)

    def serve(self):
        from moto.server import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import run_simple

        app = DomainDispatcherApplication(create_backend_app)

        def without_credentials(environ, start_response):
            if environ.get("HTTP_AUTHORIZATION", "").startswith("Bearer"):
                del environ["HTTP_AUTHORIZATION"]
            return app(environ, start_response)

        run_simple("127.0.0.1", int(port), without_credentials, threaded=True)

    def make(self, bucket):
        self.client.create_bucket(Bucket=bucket, ACL="public-read-write")
        resources = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
        anyone = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": resources}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [anyone]})
        self.client.put_bucket_policy(Bucket=bucket, Policy=policy)

    def put(self, bucket, key, path):
        self.client.upload_file(path, bucket, key)

    def get(self, bucket, key, path):
        self.client.download_file(bucket, key, path)


class Azure:
    def __init__(self):
        from azure.storage.blob import BlobServiceClient

        # The account and key that Azurite's manual publishes.
        name = "devstoreaccount1"
        key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
        self.client = BlobServiceClient(f"{endpoint}/{name}", {"account_name": name, "account_key": key})

    def make(self, bucket):
        self.client.create_container(bucket)

    def put(self, bucket, key, path):
        with open(path, "rb") as file:
            self.client.get_blob_client(bucket, key).upload_blob(file)

    def get(self, bucket, key, path):
        with open(path, "wb") as file:
            self.client.get_blob_client(bucket, key).download_blob().readinto(file)


server = {"gs": Google, "az": Azure}[scheme]()
getattr(server, verb)(*arguments)
