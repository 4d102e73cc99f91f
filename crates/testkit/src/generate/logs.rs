//! Templates of production logs: many services, many formats.
//!
//! A body stands inside other lines, JSON among them, and so holds no quotes and no backslashes. Keys beside long numbers never
//! name a card, and no line but those of [`LEAKS`] holds a session id, a token or a password.

mod operation;
mod software;

use super::template::{Book, Chapter, Words};

pub(super) fn book() -> Book {
    Book::new(CLEAN, LEAKS, FRAMES, &[software::WORDS, operation::WORDS, super::words::WORDS])
}

const CLEAN: &[Chapter] = &[
    Chapter { weight: 26, templates: ACCESS, bodies: BODIES },
    Chapter { weight: 34, templates: HEADS, bodies: BODIES },
    Chapter { weight: 20, templates: JSON, bodies: BODIES },
    Chapter { weight: 14, templates: KEY_VALUE, bodies: BODIES },
    Chapter { weight: 6, templates: SYSTEM, bodies: BODIES },
];

const LEAKS: &[Chapter] = &[
    Chapter { weight: 50, templates: LEAK_HEADS, bodies: LEAK_BODIES },
    Chapter { weight: 50, templates: LEAK_LINES, bodies: &[] },
];

const FRAMES: &[Chapter] = &[
    Chapter {
        weight: 12,
        templates: &[
            "\tat <package>.<noun><suffix>.<method>(<noun><suffix>.java:<n3>)",
            "\tat <package>.<noun><suffix>$<noun><suffix>.<method>(<noun><suffix>.java:<n2>)",
            "\tat <package>.<noun><suffix>.lambda$<method>$<n1>(<noun><suffix>.java:<n3>) ~[<jar>-<ver>.jar!/:<ver>]",
            "\tat org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:<n3>) ~[spring-webmvc-<ver>.jar!/:<ver>]",
            "\tat org.apache.catalina.core.ApplicationFilterChain.internalDoFilter(ApplicationFilterChain.java:<n3>)",
            "\tat java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:<n4>)",
            "\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:<n3>) ~[HikariCP-<ver>.jar!/:na]",
            "\tat jdk.internal.reflect.GeneratedMethodAccessor<n3>.invoke(Unknown Source) ~[na:na]",
            "\tat io.netty.channel.AbstractChannelHandlerContext.invokeChannelRead(AbstractChannelHandlerContext.java:<n3>)",
        ],
        bodies: &[],
    },
    Chapter {
        weight: 2,
        templates: &[
            "Caused by: <exception>: <body>",
            "Caused by: <exception>: <noun> <uuid> <failure> at <package>.<noun><suffix>",
            "\t... <n2> common frames omitted",
        ],
        bodies: BODIES,
    },
];

const ACCESS: Words = &[
    "<ip> - - [<clf>] \"<verb> <path> HTTP/1.1\" <status> <n4> \"-\" \"<agent>\"",
    "<ip> - - [<clf>] \"GET <path>?<query> HTTP/1.1\" <status> <n5> \"https://<site>/<page>\" \"<agent>\" <dec>",
    "<ip> - u<n5> [<clf>] \"<verb> <path>/<n6> HTTP/2.0\" <status> <n3> rt=0.<n3> uct=0.<n3> urt=0.<n3> rid=<hex32>",
    "<site> <ip> - - [<clf>] \"GET <path>/<uuid> HTTP/1.1\" <status> <n4> \"-\" \"<agent>\" request_id=<uuid>",
    "<iso> <service> access: <verb> <path>/<uuid>/<page> <status> <dur> <n4>B from <ip>:<port> ua=<client>/<ver>",
    "[<iso>] \"<verb> <path>?<query> HTTP/1.1\" <status> - <n> <n4> <n2> <n2> \"<ip>\" \"<client>/<ver>\" \"<uuid>\" \"<site>\" \"<ip>:8080\"",
    "<ip> [<clf>] <site> \"<verb> <path> HTTP/1.1\" <status> <n4> <n6> cache=<cache> pop=<region> ray=<hex16>",
    "http <iso-micro> app/<service>/<hex16> <ip>:<port> <ip>:8443 0.00<n1> 0.<n3> 0.000 <status> <status> <n3> <n4> \"<verb> https://<site>:443<path> HTTP/2.0\"",
    "GET /static/<page>.<hex8>.js <status> <n6>B <dur> etag=<hex16> ip=<ip>",
    "<ip> - - [<clf>] \"POST <path> HTTP/1.1\" <status> <n2> \"-\" \"<client>/<ver>\" sent=<ms>",
];

const HEADS: Words = &[
    "<iso-comma> <level> [<thread>] <package>.<noun><suffix> - <body>",
    "<iso-space> <level> <n4> --- [<thread>] <short>.<noun><suffix> : <body>",
    "<iso> <level> <service>[<n4>]: <body>",
    "<iso> [<thread>] <level> <package>.<noun><suffix> traceId=<hex32> spanId=<hex16> - <body>",
    "<iso-comma> <level> <module>:<n3> <body>",
    "[<iso-space>] <channel>.<level>: <body> {\"request_id\":\"<uuid>\",\"ms\":<ms>}",
    "<klogsign><klog>   <n5> <source>.go:<n3>] <body>",
    "<syslog> <host> <service>[<n5>]: <level> <body>",
    "<iso> <level> [<service>,<hex16>,<hex16>] <n1> --- <body>",
    "<iso-micro> <host> <service>: [<uuid>] <level> <body>",
    "<s>.<n6> <level> <module> pid=<n5> <body> [<dur>]",
    "<iso> stdout F <level> <body>",
    "<time>.<n3> [<thread>] <level> <short>.<noun><suffix> {correlationId=<uuid>, shard=<n2>} <body>",
];

const BODIES: Words = &[
    "<action> <noun> <uuid> for customer <n8> in <dur>",
    "<action> <noun> <n8> (<n2> of <n3>) took <dur>",
    "<noun> <n6> <state>, next run at <iso>",
    "Completed <n3> <status> in <dur> (views: <n2>ms, db: <n3>ms, alloc: <n5>)",
    "HikariPool-<n1> - connection stats (total=<n2>, active=<n1>, idle=<n1>, waiting=0)",
    "Consumed message topic=<topic> partition=<n2> offset=<n10> key=<uuid> lag=<n3>",
    "Committed offset <n10> for group <service> on <topic>-<n2> at <ms>",
    "Published event <noun><event> id=<uuid> to <topic> in <dur>",
    "SELECT <column>, <column> FROM <table> WHERE <column> = $1 AND created_at > $2 LIMIT <n2> [<dur>]",
    "UPDATE <table> SET status = <n1>, updated_at = <ms> WHERE id = <n8> -- <n1> row(s), <dur>",
    "INSERT INTO <table> (<column>, <column>, created_at) VALUES (<n6>, <n4>, <us>) ON CONFLICT DO NOTHING",
    "slow query (<dur>): SELECT count(*) FROM <table> t JOIN <table> u ON t.id = u.<column> WHERE u.shard = <n2>",
    "Retrying <service> call, attempt <n1> of 5, backoff <n4>ms, cause: <failure>",
    "Circuit breaker for <service> is now <breaker>, failure rate <pct> over last <n3> calls",
    "Cache <cache> for key <table>:<n8>:<hex8> ttl=<n4>s size=<n4>",
    "Upstream <ip>:<port> responded <status> after <dur>, request <uuid>",
    "Health check passed: db=<n2>ms redis=<n1>ms queue=<n2> disk=<pct>",
    "Scheduled job <job> started, run id <compact>-<hex8>",
    "Scheduled job <job> finished: read=<n6> written=<n6> skipped=<n2> elapsed=<dur>",
    "Uploaded s3://<bucket>/<date>/<hex32>.parquet (<n8> bytes, crc32c <hex8>) in <dur>",
    "Downloaded gs://<bucket>/exports/<compact>/<uuid>.csv.gz, <n8> bytes",
    "GC pause (G1 Evacuation Pause) <n3>M to <n2>M of <n4>M, <dur>, user <dec>s sys 0.0<n1>s",
    "Snapshot <long1> of <table> written to /var/lib/<service>/snapshots/<ns>.snap",
    "Assigned snowflake id <long1> to <noun> <n6>, worker <n2>, datacenter 1",
    "reference <long9> matched <noun> <n8> in ledger <region>",
    "Batch <long9> closed with <n5> entries, checksum <hex64>",
    "<exception>: <noun> <uuid> <failure>",
    "<exception>: <failure> while calling https://<site><path>/<n6>",
    "Leader election: <host> became leader of <topic>, term <n4>, epoch <n10>",
    "pod/<service>-<hex10>-<hex5> in namespace <namespace> <podstate>",
    "Pulled image registry.internal/<namespace>/<service>@sha256:<hex64> in <dur>",
    "Scaled deployment <service> from <n1> to <n2> replicas, cpu <pct> mem <pct>",
    "Feature flag <flag> evaluated to <bool> for cohort <n4>, seed 0.<n8>",
    "Model <flag> scored transaction <uuid>: score=<dec> threshold=0.<n4> decision=<decision>",
    "Exchange rate <currency>/IDR = <n5>.<n2> fetched from <site> at <s>",
    "Webhook <uuid> delivered to https://<site>/hooks/<hex16>: <status> in <dur>",
    "Settlement file STL<compact>.txt parsed: <n5> records, <n2> rejected, total IDR <n8>.00",
    "Card payment declined by issuer, response code <n2>, stan <n6>, order <n8>",
    "Card <decision> for order <n8>, card ending <last4>, amount <n6>.00 IDR",
    "PIN verification failed for customer <n8>, attempt <n1> of 3",
    "PIN change requested by customer <n8> from <ip>, channel <channel>",
    "OTP sent to customer <n8> via sms, valid for 180 seconds, request <uuid>",
    "OTP expired for request <uuid>, customer asked for a new one",
    "password reset mail queued for user u<n6>, job <uuid>",
    "Password policy check passed for user u<n6>, strength <n2>",
    "CVV check skipped for recurring payment of order <n8>",
    "token bucket for tenant <n4> refilled to <n4> permits",
    "Login ok user=u<n6> mfa=<bool> device=<hex16> from <ip> (<country>)",
    "Opened websocket <uuid> from <ip6> subprotocol=graphql-ws",
    "Closed connection <n6> after <dur>: <failure>",
    "TLS handshake with <ip>:<port> done: TLSv1.3, TLS_AES_256_GCM_SHA384, resumed=<bool>",
    "Rate limit hit for <ip> on <path>: <n3> requests in <n2>s",
    "Config reloaded from /etc/<service>/<service>.yaml, revision <hex40>",
    "Deployed <service> <ver>-<hex8> to <region> by pipeline #<n6>",
    "Migration V<compact>__add_<column>_to_<table>.sql applied in <dur>",
    "Checked out <hex40> (branch release/<ver>)",
    "Compaction of <table> finished: <n3> files, <n8> -> <n8> bytes, level <n1>",
    "Replication lag on <host> is <n4> ms at lsn <hex8>/<hex8>",
    "Vacuum of table <table>: removed <n6> dead rows in <n5> pages",
    "heap used <n8> of <n10> bytes, old gen <pct>, threads <n3>",
    "disk /dev/nvme<n1>n1p1 at <pct>, inode use <pct>, read <n8> write <n8>",
    "geo lookup for <ip> gave lat=<dec> lon=<dec> country=<country>",
    "render <page> took <dur> (tpl <n2>ms) locale=<locale> bytes=<n5>",
    "Queue <topic> depth <n5>, oldest <n4>s, consumers <n2>, rate <n3>/s",
    "Idempotency key <uuid> already seen, replaying response <hex16>",
    "decoded payload <b64> as <noun><event> v<n1>",
    "Signature verified, digest=<b64>, kid=<hex8>",
    "Transfer <uuid> between ledgers <region> and <region> <state>, batch <n6>",
    "Fraud rule <flag> matched <n1> of <n2> conditions, weight <dec>",
    "Statement for period <date> rendered in <dur>, pages <n2>, file <uuid>.pdf",
    "Thread <thread> blocked for <dur> waiting for lock 0x<hex16>",
    "lookup of <host>.<namespace>.svc.cluster.local failed on <ip>:53: <failure>",
    "reconciled <n4> <table>, drift <dec>, took <dur>",
    "ingested <n6> points from <host>, window <s>-<s>, p99 <dur>",
    "Chat session handed to an agent of team <team>, waiting <n3>s, queue <n2>",
    "user asked about <subject>, intent confidence 0.<n4>, routed to <team>",
];

const JSON: Words = &[
    "{\"ts\":\"<iso>\",\"level\":\"<level>\",\"service\":\"<service>\",\"trace_id\":\"<hex32>\",\"span_id\":\"<hex16>\",\"msg\":\"<body>\"}",
    "{\"time\":<ms>,\"level\":<n2>,\"pid\":<n5>,\"hostname\":\"<host>\",\"reqId\":\"<uuid>\",\"msg\":\"<body>\"}",
    "{\"@timestamp\":\"<iso>\",\"log.level\":\"<level>\",\"message\":\"<body>\",\"ecs.version\":\"1.2.0\",\"process.thread.name\":\"<thread>\"}",
    "{\"timestamp\":<s>,\"event\":\"<noun><event>\",\"id\":\"<uuid>\",\"seq\":<long1>,\"attrs\":{\"region\":\"<region>\",\"retry\":<n1>,\"score\":<dec>}}",
    "{\"severity\":\"<level>\",\"time\":\"<iso-micro>\",\"httpRequest\":{\"requestMethod\":\"<verb>\",\"requestUrl\":\"<path>\",\"status\":<status>,\"latency\":\"<dec>s\",\"remoteIp\":\"<ip>\"},\"insertId\":\"<hex16>\"}",
    "{\"offset\":<n10>,\"partition\":<n2>,\"topic\":\"<topic>\",\"epoch\":<us>,\"key\":\"<uuid>\",\"headers\":{\"ce_id\":\"<uuid>\",\"ce_type\":\"<noun><event>\"}}",
    "{\"t\":<fs>,\"lvl\":\"<level>\",\"mod\":\"<module>\",\"msg\":\"<body>\",\"lat\":<dec>,\"lon\":<dec>}",
    "{\"order_id\":\"<long9>\",\"status\":\"<decision>\",\"amount\":<n6>,\"currency\":\"<currency>\",\"items\":<n1>,\"created\":<ms>,\"trace_id\":\"<hex32>\"}",
    "{\"log\":\"<iso-comma> <level> <body>\\n\",\"stream\":\"stdout\",\"kubernetes\":{\"pod_name\":\"<service>-<hex10>-<hex5>\",\"namespace_name\":\"<namespace>\"}}",
];

const KEY_VALUE: Words = &[
    "time=<iso> level=<level> service=<service> msg=\"<body>\" trace_id=<hex32> dur=<dur>",
    "ts=<fs> lvl=<level> caller=<source>.go:<n3> msg=\"<body>\" shard=<n2> err=nil",
    "at=info method=<verb> path=\"<path>?<query>\" host=<site> request_id=<uuid> fwd=\"<ip>\" dyno=web.<n1> connect=<n1>ms service=<n3>ms status=<status> bytes=<n4>",
    "event=<noun><event> id=<uuid> seq=<long1> offset=<n10> epoch=<ms> node=<host> ok=<bool>",
    "metric=<module>.<noun>.latency value=<dec> ts=<s> tags=region:<region>,host:<host>,status:<status>",
    "level=<level> ts=<iso> component=<module> order_id=<long9> amount=<n6> currency=<currency> decision=<decision> elapsed=<dur>",
    "<iso> a=<hex8> b=<n6> c=<dec> caller=<noun><suffix>.<method> note=\"<body>\"",
];

const SYSTEM: Words = &[
    "<syslog> <host> kernel: [<n6>.<n6>] eth0: link is up, 10000 Mbps, full duplex, flow control rx/tx",
    "<syslog> <host> sshd[<n5>]: Connection closed by <ip> port <port> [preauth]",
    "<syslog> <host> systemd[1]: Started <service>.service - <noun> <suffix> daemon.",
    "<syslog> <host> CRON[<n5>]: (root) CMD (/opt/<service>/bin/<job> --since <s> --shard <n2>)",
    "<syslog> <host> haproxy[<n5>]: <ip>:<port> [<clf>] fe_main be_<service>/<host> 0/0/<n1>/<n2>/<n3> <status> <n4> - - ---- <n3>/<n2>/<n1>/0/0 0/0",
    "type=SYSCALL msg=audit(<fs>:<n6>): arch=c000003e syscall=<n2> success=yes exit=<n1> ppid=<n4> pid=<n5> comm=\"<service>\" exe=\"/usr/bin/<service>\"",
    "<klogsign><klog>       1 <source>.go:<n3>] \"Event occurred\" object=\"<namespace>/<service>-<hex10>-<hex5>\" kind=\"Pod\" reason=\"<podstate>\"",
    "commit <hex40> Author: ci-bot Date: <iso-space> <service>: <action> <noun> (#<n4>)",
    "  File \"/usr/lib/python3/dist-packages/<module>/<source>.py\", line <n3>, in <method>",
];

const LEAK_HEADS: Words = &[
    "<iso-comma> <level> [<thread>] <package>.<noun><suffix> - <body>",
    "<iso-space> DEBUG <n4> --- [<thread>] <short>.<noun><suffix> : <body>",
    "<iso> <level> <service>[<n4>]: <body>",
    "<iso> [<thread>] <level> <package>.<noun><suffix> traceId=<hex32> spanId=<hex16> - <body>",
    "<syslog> <host> <service>[<n5>]: <level> <body>",
    "<iso-micro> <host> <service>: [<uuid>] DEBUG <body>",
    "Caused by: <exception>: <body>",
    "{\"ts\":\"<iso>\",\"level\":\"<level>\",\"service\":\"<service>\",\"trace_id\":\"<hex32>\",\"msg\":\"<body>\"}",
    "time=<iso> level=<level> service=<service> msg=\"<body>\" trace_id=<hex32>",
];

const LEAK_BODIES: Words = &[
    "Card number <card> declined by issuer, response code <n2>",
    "payment request pan=<bare-card> cvv=<cvv> expiry=<expiry> amount=<n6>",
    "could not tokenize card <card>: vault returned <status>",
    "validating card <card> exp <expiry> for order <n8>",
    "charge failed for <card> after <dur>, will retry",
    "refund to <bare-card> accepted, reference <hex16>",
    "<exception>: invalid PAN <bare-card>",
    "ISO8583 field 2 = <bare-card>, processing code 000000",
    "user submitted cvv=<cvv> twice in <n2>s",
    "setting pin=<pin> for customer <n8>",
    "pin: <pin6> rejected by hsm, customer <n8>, attempt <n1>",
    "OTP for customer <n8> is <otp>, valid for 180 seconds",
    "sending sms: Your verification code is <otp>. Do not share it with anyone.",
    "kode OTP <otp> dikirim ke pelanggan <n8>",
    "login attempt user=u<n6> password=<password> from <ip>",
    "bind failed for u<n6>, password=<plain-password>, retry <n1>",
    "customer wrote: nomor kartu saya <card>, minta tolong dicek",
    "customer wrote: <card> masa berlaku <expiry> cvv <cvv>",
    "mail to <email> bounced: mailbox full",
    "sms to <phone> queued on gateway <host>",
];

const LEAK_LINES: Words = &[
    "{\"ts\":\"<iso>\",\"level\":\"DEBUG\",\"service\":\"<service>\",\"request\":{\"card_number\":\"<bare-card>\",\"cvv\":\"<cvv>\",\"expiry\":\"<expiry>\"},\"trace_id\":\"<hex32>\"}",
    "{\"time\":<ms>,\"level\":\"debug\",\"reqId\":\"<uuid>\",\"body\":{\"cardNumber\":\"<card>\",\"amount\":<n6>},\"msg\":\"charge\"}",
    "{\"event\":\"PaymentRequested\",\"id\":\"<uuid>\",\"pan\":<bare-card>,\"currency\":\"<currency>\",\"epoch\":<us>}",
    "{\"timestamp\":<s>,\"event\":\"PinChanged\",\"id\":\"<uuid>\",\"pin\":\"<pin>\",\"node\":\"<host>\"}",
    "{\"timestamp\":<s>,\"event\":\"OtpRequested\",\"id\":\"<uuid>\",\"otp\":\"<otp>\",\"channel\":\"sms\"}",
    "{\"ts\":\"<iso>\",\"msg\":\"login\",\"username\":\"u<n6>\",\"password\":\"<password>\",\"ip\":\"<ip>\"}",
    "{\"ts\":\"<iso>\",\"msg\":\"profile updated\",\"user\":<n6>,\"email\":\"<email>\",\"trace_id\":\"<hex32>\"}",
    "<ip> - - [<clf>] \"GET /pay?card=<bare-card>&cvv=<cvv>&amount=<n6> HTTP/1.1\" <status> <n4> \"-\" \"<agent>\"",
    "<ip> - - [<clf>] \"GET /checkout?card_number=<form-card>&order=<n8> HTTP/1.1\" <status> <n4> \"https://<site>/<page>\" \"<agent>\"",
    "<ip> - - [<clf>] \"POST /login?user=u<n6>&password=<plain-password>&lang=<locale> HTTP/1.1\" <status> <n3> \"-\" \"<client>/<ver>\"",
    "<ip> - - [<clf>] \"GET /verify?otp=<otp>&request=<uuid> HTTP/2.0\" <status> <n2> \"-\" \"<agent>\"",
    "level=debug ts=<iso> component=<module> card=<bare-card> cvv=<cvv> order_id=<n8> elapsed=<dur>",
    "time=<iso> level=<level> service=<service> pan=<card> request_id=<uuid> decision=<decision>",
    "event=PinChanged id=<uuid> pin=<pin> node=<host> ok=<bool>",
    "ts=<fs> lvl=debug msg=\"form data\" username=u<n6> password=<password> device=<hex16>",
    "\tat <package>.<noun><suffix>.<method>(<noun><suffix>.java:<n3>) // card <bare-card>",
    "<iso-comma> TRACE [<thread>] org.hibernate.type.descriptor.sql.BasicBinder - binding parameter [<n1>] as [VARCHAR] - [<bare-card>]",
    "INSERT INTO payments (id, card_number, created_at) VALUES (<n8>, '<bare-card>', <us>); -- <dur>",
];
