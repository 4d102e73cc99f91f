"""What a test does to a local S3 server: `s3.py ENDPOINT VERB …`, with boto3, which comes with moto."""

import sys

import boto3

endpoint, verb, *arguments = sys.argv[1:]
client = boto3.client(
    "s3",
    endpoint_url=endpoint,
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
)
if verb == "make":
    for bucket in arguments:
        client.create_bucket(Bucket=bucket)
elif verb == "put":
    bucket, key, path = arguments
    client.upload_file(path, bucket, key, ExtraArgs={"ContentType": "text/x-log", "Metadata": {"team": "chat"}})
elif verb == "get":
    bucket, key, path = arguments
    client.download_file(bucket, key, path)
elif verb == "list":
    for entry in client.list_objects_v2(Bucket=arguments[0]).get("Contents", []):
        kind = client.head_object(Bucket=arguments[0], Key=entry["Key"])
        print(entry["Key"], entry["Size"], kind["ContentType"], kind["Metadata"].get("team", "-"))
elif verb == "unfinished":
    print(len(client.list_multipart_uploads(Bucket=arguments[0]).get("Uploads", [])))
