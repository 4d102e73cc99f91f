//! The table of tokens against made-up tokens of every shape.

use super::super::checks::{base62, crc32};
use super::*;

/// Name, prefix and shape of a made-up token: a letter and a number stand for so many characters of a
/// class, `=text` for itself, `crc` for the checksum of what comes before. No token stands in the source,
/// for scanners read sources.
#[rustfmt::skip]
const SHAPES: &[(&str, &str, &str)] = &[
    ("aws_access_key_id", "ABIA", "B16"),
    ("aws_bedrock_key", "ABSKQmVkcm9ja0FQSUtleS", "a91"),
    ("aws_access_key_id", "ACCA", "B16"),
    ("age_secret_key", "AGE-SECRET-KEY-1", "q58"),
    ("gcp_api_key", "AIza", "w35"),
    ("gcp_api_key", "AIza", "w30"),
    ("artifactory_key", "AKCp", "a69"),
    ("aws_access_key_id", "AKIA", "B16"),
    ("tencent_secret_id", "AKID", "a32"),
    ("octopus_key", "API-", "U26"),
    ("yandex_api_key", "AQVN", "w35"),
    ("aws_access_key_id", "ASIA", "B16"),
    ("atlassian_token", "ATATT3xFfGF0", "w171 == h8"),
    ("bitbucket_app_password", "ATBB", "a32"),
    ("atlassian_org_key", "ATCTT3xFfG", "w171 == h8"),
    ("circleci_token", "CCIPAT_", "a22 =_ h40"),
    ("circleci_token", "CCIPRJ_", "a22 =_ h40"),
    ("contentful_pat", "CFPAT-", "w43"),
    ("clojars_token", "CLOJARS_", "h60"),
    ("square_access_token", "EAAA", "w60"),
    ("facebook_token", "EAACEdEose0cBA", "a20"),
    ("facebook_token", "EAAC", "a100"),
    ("facebook_token", "EAAM", "a100"),
    ("easypost_key", "EZAK", "a54"),
    ("easypost_test_key", "EZTK", "a54"),
    ("flutterwave_key", "FLWSECK-", "h32 =-X"),
    ("flutterwave_key", "FLWSECK_TEST-", "h32 =-X"),
    ("google_client_secret", "GOCSPX-", "w28"),
    ("gitlab_runner_registration", "GR1348941", "w20"),
    ("heroku_key", "HRKU-AA", "w58"),
    ("heroku_key", "HRKU-", "h8 =- h4 =- h4 =- h4 =- h12"),
    ("alibaba_access_key_id", "LTAI", "a20"),
    ("alibaba_access_key_id", "LTAI", "a12"),
    ("midtrans_server_key", "Mid-server-", "w16"),
    ("newrelic_user_key", "NRAK-", "U27"),
    ("newrelic_insert_key", "NRII-", "w32"),
    ("postman_key", "PMAK-", "h24 =- h34"),
    ("midtrans_test_server_key", "SB-Mid-server-", "w16"),
    ("sendgrid_key", "SG.", "w22 =. w43"),
    ("plaid_access_token", "access-development-", "h8 =- h4 =- h4 =- h4 =- h12"),
    ("plaid_access_token", "access-production-", "h8 =- h4 =- h4 =- h4 =- h12"),
    ("plaid_access_token", "access-sandbox-", "h8 =- h4 =- h4 =- h4 =- h12"),
    ("braintree_token", "access_token$production$", "l16 =$ h32"),
    ("adafruit_key", "aio_", "a28"),
    ("amazon_mws_token", "amzn.mws.", "h8 =- h4 =- h4 =- h4 =- h12"),
    ("amazon_lwa_secret", "amzn1.oa2-cs.v1.", "h64"),
    ("huggingface_org_token", "api_org_", "a34"),
    ("buildkite_token", "bkua_", "h40"),
    ("crates_io_temporary", "cio_tp_", "a32"),
    ("artifactory_reference", "cmVmdGtuO", "a55"),
    ("databricks_token", "dapi", "h32 =-2"),
    ("dockerhub_org_token", "dckr_oat_", "w27"),
    ("dockerhub_pat", "dckr_pat_", "w27"),
    ("deno_token", "ddp_", "a36"),
    ("deno_token", "ddw_", "a36"),
    ("discord_webhook", "discord.com/api/webhooks/", "d18 =/ w68"),
    ("discord_webhook", "discordapp.com/api/webhooks/", "d18 =/ w68"),
    ("defined_networking_key", "dnkey-", "U26 =- U52"),
    ("digitalocean_oauth", "doo_v1_", "h64"),
    ("digitalocean_pat", "dop_v1_", "h64"),
    ("digitalocean_refresh", "dor_v1_", "h64"),
    ("doppler_audit", "dp.audit.", "a40"),
    ("doppler_cli", "dp.ct.", "a40"),
    ("doppler_personal", "dp.pt.", "a40"),
    ("doppler_service_account", "dp.sa.", "a40"),
    ("doppler_scim", "dp.scim.", "a40"),
    ("doppler_service", "dp.st.", "=prd. a43"),
    ("dynatrace_token", "dt0c01.", "B24 =. B64"),
    ("duffel_token", "duffel_live_", "w43"),
    ("duffel_token", "duffel_test_", "w43"),
    ("grafana_api_key", "eyJrIjoi", "a70"),
    ("cloudflare_account_token", "cfat_", "a40 h8"),
    ("cloudflare_user_token", "cfut_", "a40 h8"),
    ("cerebras_key", "csk-", "l48"),
    ("linear_oauth", "lin_oauth_", "h64"),
    ("neon_key", "napi_", "l64"),
    ("pinecone_key", "pcsk_", "a5 =_ a63"),
    ("render_key", "rnd_", "a28"),
    ("together_key", "tgp_v1_", "w43"),
    ("vercel_token", "vcp_", "a56"),
    ("deepseek_key", "sk-", "h32"),
    ("elevenlabs_key", "sk_", "h48"),
    ("fireworks_key", "fw_", "a24"),
    ("clickup_token", "pk_", "d8 =_ U32"),
    ("resend_key", "re_", "a8 =_ a24"),
    ("figma_token", "figd_", "w40"),
    ("frameio_token", "fio-u-", "w64"),
    ("flyio_macaroon", "fm1a_", "a100"),
    ("flyio_macaroon", "fm1r_", "a100"),
    ("flyio_macaroon", "fm2_", "a100"),
    ("flyio_token", "fo1_", "w43"),
    ("github_oauth", "gho_", "a30 crc"),
    ("github_oauth", "gho_", "a30"),
    ("github_pat_classic", "ghp_", "a30 crc"),
    ("github_pat_classic", "ghp_", "a30"),
    ("github_refresh", "ghr_", "a30 crc"),
    ("github_refresh", "ghr_", "a30"),
    ("github_server_to_server", "ghs_", "a30 crc"),
    ("github_server_to_server", "ghs_", "a30"),
    ("github_user_to_server", "ghu_", "a30 crc"),
    ("github_user_to_server", "ghu_", "a30"),
    ("github_pat", "github_pat_", "a22 =_ a59"),
    ("gitlab_agent", "glagent-", "w50"),
    ("grafana_cloud", "glc_eyJ", "a29"),
    ("gitlab_ci_job", "glcbt-", "h2 =_ w20"),
    ("gitlab_deploy", "gldt-", "w20"),
    ("gitlab_feature_flags", "glffct-", "w20"),
    ("gitlab_feed", "glft-", "w20"),
    ("gitlab_incoming_mail", "glimt-", "w25"),
    ("gitlab_oauth_secret", "gloas-", "w64"),
    ("gitlab_pat", "glpat-", "w20"),
    ("gitlab_pat", "glpat-", "w30 =.01. l9"),
    ("gitlab_pipeline_trigger", "glptt-", "h40"),
    ("gitlab_runner", "glrt-", "w20"),
    ("gitlab_runner", "glrt-", "w30 =.01. l9"),
    ("gitlab_runner_registration", "glrtr-", "w20"),
    ("grafana_service_account", "glsa_", "a32 =_ h8"),
    ("gitlab_scim", "glsoat-", "w20"),
    ("groq_key", "gsk_", "a52"),
    ("huggingface_token", "hf_", "a34"),
    ("slack_webhook", "hooks.slack.com/services/", "=T U10 =/B U10 =/ a24"),
    ("slack_trigger", "hooks.slack.com/triggers/", "=T U10 =/ d13 =/ h32"),
    ("slack_workflow", "hooks.slack.com/workflows/", "=T U10 =/A U10 =/ d18 =/ a24"),
    ("vault_batch", "hvb.", "w130"),
    ("vault_recovery", "hvr.", "w24"),
    ("vault_service", "hvs.", "w24"),
    ("infracost_key", "ico-", "a32"),
    ("mailgun_key", "key-", "h32"),
    ("linear_key", "lin_api_", "a40"),
    ("gocardless_token", "live_", "w40"),
    ("lob_key", "live_", "h35"),
    ("langsmith_key", "lsv2_pt_", "h32 =_ h10"),
    ("langsmith_key", "lsv2_sk_", "h32 =_ h10"),
    ("mongodb_service_secret", "mdb_sa_sk_", "w40"),
    ("discord_mfa", "mfa.", "w84"),
    ("netlify_token", "nfp_", "a36"),
    ("npm_token", "npm_", "a30 crc"),
    ("notion_token", "ntn_", "d11 a35"),
    ("nvidia_key", "nvapi-", "w64"),
    ("onepassword_service", "ops_eyJ", "a247"),
    ("nuget_key", "oy2", "l43"),
    ("hubspot_token", "pat-eu1-", "h8 =- h4 =- h4 =- h4 =- h12"),
    ("hubspot_token", "pat-na1-", "h8 =- h4 =- h4 =- h4 =- h12"),
    ("harness_token", "pat.", "w22 =. h24 =. a20"),
    ("posthog_key", "phx_", "a43"),
    ("prefect_service_key", "pnb_", "a36"),
    ("prefect_key", "pnu_", "a36"),
    ("perplexity_key", "pplx-", "a48"),
    ("planetscale_oauth", "pscale_oauth_", "w32"),
    ("planetscale_password", "pscale_pw_", "w32"),
    ("planetscale_token", "pscale_tkn_", "w32"),
    ("pulumi_token", "pul-", "h40"),
    ("pypi_token", "pypi-AgEIcHlwaS5vcmc", "w50"),
    ("pypi_token", "pypi-AgENdGVzdC5weXBpLm9yZw", "w50"),
    ("readme_key", "rdme_", "l70"),
    ("stripe_restricted_key", "rk_live_", "a20"),
    ("stripe_restricted_key", "rk_test_", "a20"),
    ("rubygems_key", "rubygems_", "h48"),
    ("razorpay_key_id", "rzp_live_", "a14"),
    ("harness_token", "sat.", "w22 =. h24 =. a20"),
    ("supabase_secret_key", "sb_secret_", "w31"),
    ("supabase_oauth", "sbp_oauth_", "h40"),
    ("supabase_token", "sbp_", "h40"),
    ("notion_token", "secret_", "a43"),
    ("sourcegraph_token", "sgp_", "h16 =_ h40"),
    ("segment_token", "sgp_", "a64"),
    ("openshift_token", "sha256~", "w43"),
    ("shippo_token", "shippo_live_", "h40"),
    ("shippo_token", "shippo_test_", "h40"),
    ("shopify_access_token", "shpat_", "h32"),
    ("shopify_custom_app", "shpca_", "h32"),
    ("shopify_private_app", "shppa_", "h32"),
    ("shopify_shared_secret", "shpss_", "h32"),
    ("openai_key", "sk-None-", "w58 =T3BlbkFJ w58"),
    ("openai_admin_key", "sk-admin-", "w58 =T3BlbkFJ w58"),
    ("anthropic_admin_key", "sk-ant-admin01-", "w93 =AA"),
    ("anthropic_api_key", "sk-ant-api03-", "w93 =AA"),
    ("anthropic_oauth", "sk-ant-oat01-", "w80"),
    ("langfuse_secret_key", "sk-lf-", "h8 =- h4 =- h4 =- h4 =- h12"),
    ("openrouter_key", "sk-or-v1-", "h64"),
    ("openai_project_key", "sk-proj-", "w58 =T3BlbkFJ w58"),
    ("openai_project_key", "sk-proj-", "w30"),
    ("openai_service_key", "sk-svcacct-", "w58 =T3BlbkFJ w58"),
    ("openai_key", "sk-", "a20 =T3BlbkFJ a20"),
    ("mapbox_secret_token", "sk.eyJ", "w77 =. w22"),
    ("stripe_secret_key", "sk_live_", "a20"),
    ("stripe_secret_key", "sk_test_", "a20"),
    ("dropbox_token", "sl.", "w130"),
    ("sentry_org_token", "sntrys_eyJ", "a90 =_ a43"),
    ("sentry_user_token", "sntryu_", "h64"),
    ("square_access_token", "sq0atp-", "w22"),
    ("square_oauth_secret", "sq0csp-", "w43"),
    ("sonar_global_token", "sqa_", "h40"),
    ("sonar_project_token", "sqp_", "h40"),
    ("sonar_user_token", "squ_", "h40"),
    ("lob_key", "test_", "h35"),
    ("typeform_token", "tfp_", "w59"),
    ("scalingo_token", "tk-us-", "w48"),
    ("tailscale_key", "tskey-", "=auth- a12 =CNTRL- a32"),
    (
        "teams_webhook",
        "webhook.office.com/webhookb2/",
        "h8 =- h4 =- h4 =- h4 =- h12 =@ h8 =- h4 =- h4 =- h4 =- h12 =/IncomingWebhook/ h32 =/ h8 =- h4 =- h4 =- h4 =- h12",
    ),
    ("webhook_secret", "whsec_", "a32"),
    ("xai_key", "xai-", "a80"),
    ("slack_app", "xapp-", "=1- =A U10 =- d13 =- h64"),
    ("brevo_api_key", "xkeysib-", "h64 =- a16"),
    ("xendit_test_key", "xnd_development_", "a40"),
    ("xendit_key", "xnd_production_", "a40"),
    ("slack_workspace", "xoxa-", "=2- d12 =- d12 =- d12 =- h32"),
    ("slack_bot", "xoxb-", "d12 =- d13 =- a24"),
    ("slack_config_refresh", "xoxe-", "=1- a146"),
    ("slack_config", "xoxe.xoxb-", "=1- a164"),
    ("slack_config", "xoxe.xoxp-", "=1- a164"),
    ("slack_legacy", "xoxo-", "d12 =- d12 =- d12 =- h32"),
    ("slack_user", "xoxp-", "d12 =- d12 =- d12 =- h32"),
    ("slack_refresh", "xoxr-", "d12 =- d12 =- d12 =- h32"),
    ("slack_legacy", "xoxs-", "d12 =- d12 =- d12 =- h32"),
    ("brevo_smtp_key", "xsmtpsib-", "h64 =- a16"),
    ("google_access_token", "ya29.", "w20"),
];

fn class(letter: u8) -> &'static str {
    match letter {
        b'd' => "7305916824",
        b'h' => "3f9a7c1e5b2d8064",
        b'l' => "k7w2zt9mx4b8pv3nq5rj",
        b'U' => "K7W2ZT9MX4B8PV3NQ5RJ",
        b'B' => "K7W2ZT5MX4BQPV3NR6YJ",
        b'q' => "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
        b'w' => "q7Rw2-ZtK9mXb_4LpV8nHs5DfJ3gYcT6",
        _ => "q7Rw2ZtK9mXb4LpV8nHs5DfJ3gYcT6",
    }
}

/// A token of the shape.
fn make(prefix: &str, shape: &str) -> Vec<u8> {
    let mut body = Vec::new();
    for word in shape.split(' ') {
        if let Some(text) = word.strip_prefix('=') {
            body.extend_from_slice(text.as_bytes());
        } else if word == "crc" {
            body.extend(base62(crc32(&body)));
        } else {
            let count = word[1..].parse().expect("a number");
            body.extend(class(word.as_bytes()[0]).bytes().cycle().take(count));
        }
    }
    [prefix.as_bytes(), &body].concat()
}

fn find(text: &[u8], at: usize) -> Option<(usize, &'static Token)> {
    token_at(text, at)
}

#[test]
fn finds_a_token_of_every_row() {
    for &(name, prefix, shape) in SHAPES {
        let token = make(prefix, shape);
        for (before, after) in
            [("", ""), ("\"", "\","), ("key=", "&x=1"), ("(", ")"), (" ", ".\n"), ("'", "'")]
        {
            let text = [before.as_bytes(), &token, after.as_bytes()].concat();
            let found = find(&text, before.len()).map(|(end, token)| (end, token.name, token.prefix));
            let wanted = (before.len() + token.len(), name, prefix.as_bytes());
            assert_eq!(found, Some(wanted), "{prefix} {shape} before {after:?}");
        }
    }
    for token in TOKENS.iter().chain(SHORT) {
        let tested = SHAPES.iter().any(|row| row.0 == token.name && row.1.as_bytes() == token.prefix);
        assert!(tested, "{} has no test", token.name);
    }
    assert_eq!(SHAPES.len(), TOKENS.len() + SHORT.len());
}

#[test]
fn refuses_near_misses() {
    for &(_, prefix, shape) in SHAPES {
        let token = make(prefix, shape);
        let at = prefix.len();
        for before in ["x", "7", "_"] {
            let text = [before.as_bytes(), &token].concat();
            assert!(find(&text, 1).is_none(), "{prefix} behind {before}");
        }
        let cut = &token[..at + 9];
        assert!(find(cut, 0).is_none(), "{prefix} too short");
        let mut text = token.clone();
        text[at + 2] = b'!';
        assert!(find(&text, 0).is_none(), "{prefix} wrong alphabet");
        let text = [&token[..at], &b"x".repeat(token.len() - at)].concat();
        assert!(find(&text, 0).is_none(), "{prefix} placeholder");
        let text = [&token[..], &b"q7Rw2ZtK9mXb".repeat(400)].concat();
        assert!(find(&text, 0).is_none(), "{prefix} too long");
        if let Some(first) = text.first_mut_case() {
            assert!(find(&first, 0).is_none_or(|found| found.1.prefix != prefix.as_bytes()), "{prefix} case");
        }
        // The last character is missing, and the length is fixed.
        let mut rows = TOKENS.iter().chain(SHORT).filter(|row| row.prefix == prefix.as_bytes());
        if rows.all(|row| row.len.start() == row.len.end()) && prefix != "LTAI" {
            assert!(find(&token[..token.len() - 1], 0).is_none(), "{prefix} one too short");
        }
    }
}

/// The text with the case of its first letter changed.
trait FirstCase {
    fn first_mut_case(&self) -> Option<Vec<u8>>;
}

impl FirstCase for Vec<u8> {
    fn first_mut_case(&self) -> Option<Vec<u8>> {
        let at = self.iter().position(u8::is_ascii_alphabetic)?;
        let mut text = self.clone();
        text[at] ^= 0x20;
        Some(text)
    }
}

#[test]
fn refuses_wrong_checksums_and_separators() {
    let rows = [
        ("ghp_", "=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "no checksum, and all alike"),
        ("npm_", "a36", "no checksum"),
        ("github_pat_", "a82", "no separator"),
        ("github_pat_", "a59 =_ a22", "separator elsewhere"),
        ("SG.", "w66", "no separator"),
        ("SG.", "w43 =. w22", "separator elsewhere"),
        ("sk-", "a48", "no mark in the middle"),
        ("sk-proj-", "=your-key-goes-here-and-nowhere-else", "words"),
        ("sk-ant-api03-", "w95", "ends otherwise"),
        ("xoxb-", "=your-slack-bot-token-goes-here-please", "words"),
        ("tskey-", "=auth-your-tailscale-key-goes-here", "words"),
        ("Mid-server-", "=your-server-key-here", "words"),
        ("HRKU-", "h36", "no UUID"),
        ("AKIA", "=IOSFODNN7 =EXAMPLE", "the example of the documentation"),
        ("hooks.slack.com/services/", "=X U10 =/B U10 =/ a24", "no workspace"),
        ("glpat-", "w30 =.012. l9", "version too long"),
        ("SG.", "w22 =. w43 =.w", "a fourth part"),
    ];
    for (prefix, shape, reason) in rows {
        let text = make(prefix, shape);
        assert!(find(&text, 0).is_none(), "{prefix} {shape}: {reason}");
    }
}

/// A token that its owner published after it was withdrawn ("base62-token", The Root Company); CRC-32 by
/// its usual check value.
#[test]
fn checksum_is_githubs() {
    assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    assert_eq!(base62(crc32(concat!("zQWBuTSOoRi4A9sp", "HcVY5ncnsDkxkJ").as_bytes())), *b"0mLq17");
}

#[test]
fn tables_are_sorted() {
    for table in [TOKENS, SHORT] {
        for pair in table.windows(2) {
            let key = |token: &Token| [token.prefix, &[0xFF]].concat();
            assert!(key(&pair[0]) <= key(&pair[1]), "{} before {}", pair[0].name, pair[1].name);
        }
    }
    assert!(TOKENS.iter().all(|token| token.prefix.len() >= 4));
    assert!(SHORT.iter().all(|token| (2..4).contains(&token.prefix.len())));
}

#[test]
fn jwt() {
    // {"alg":"HS256","typ":"JWT"} and {"sub":"1234567890"}
    let header = concat!("eyJhbGciOiJIUzI1NiIs", "InR5cCI6IkpXVCJ9");
    let claims = concat!(".eyJzdWIiOiIxMjM0", "NTY3ODkwIn0");
    let token = make(&[header, claims].concat(), "=. w43");
    assert_eq!(jwt_at(&token, 0), Some(token.len()));
    let text = [b"Bearer ", &token[..], b".\n"].concat();
    assert_eq!(jwt_at(&text, 7), Some(7 + token.len()));
    assert_eq!(jwt_at(&make(&[header, claims].concat(), "=."), 0), None, "unsigned");
    assert_eq!(jwt_at(&make(header, "=. w43"), 0), None, "two parts");
    assert_eq!(jwt_at(&make(header, "=. w20 =. w43"), 0), None, "claims are no object");
    assert_eq!(jwt_at(&make("eyJ", "=AAAAAAAAAAAAAAA.eyJ w20 =. w43"), 0), None, "header is not text");
    assert_eq!(jwt_at(&[&token[..], b".q7Rw2"].concat(), 0), None, "four parts");
    assert_eq!(jwt_at(&[b"x", &token[..]].concat(), 1), None, "a letter before");
}

/// Every function at every place of every beginning of awkward texts.
#[test]
fn never_panics() {
    let mut text: Vec<u8> = (0..=255).collect();
    text.extend_from_slice(
        b"ghp_ npm_ xoxb- :::::: SG.. eyJ.eyJ..= .atlasv1. hooks.slack.com/services/// sgp____ v1.0---",
    );
    for &(_, prefix, _) in SHAPES {
        text.extend_from_slice(prefix.as_bytes());
        text.push(b' ');
    }
    for end in (0..=text.len()).step_by(7) {
        for at in 0..end + 3 {
            let text = &text[..end];
            let _ = (find(text, at).map(|found| found.0), jwt_at(text, at));
        }
    }
    for token in TOKENS.iter().chain(SHORT) {
        for len in 0..120 {
            let _ = (token.is_valid)(&text[..len]);
            let _ = (token.is_valid)(&b"-".repeat(len));
            let _ = (token.is_valid)(&b".".repeat(len));
        }
    }
}
