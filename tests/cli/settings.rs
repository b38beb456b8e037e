//! What is set, and what is said of a setting that cannot hold.

use super::{Folder, told};

// OP-01
#[test]
fn bad_settings_are_one_error_that_names_them_all_and_tells_no_secret() {
    let settings = [
        ("DATABASE_URL", "mysql://aplp:hunter2@db/aplp"),
        ("APLP_LISTEN", "everywhere"),
        ("APLP_METRICS_LISTEN", "9090"),
        ("APLP_WORKERS", "0"),
        ("APLP_DATABASE_CONNECTIONS", "0"),
        ("APLP_ISSUERS", "https://one.example,,"),
        ("APLP_QUOTA_ROWS", "0"),
        ("APLP_TRUSTED_PROXIES", "10.0.0.1,proxy.example"),
        ("APLP_FORWARDED_HEADER", "x-real-ip"),
        ("APLP_CONNECTIONS_PER_ADDRESS", "0"),
        ("APLP_CORS_ORIGINS", "https://app.example,*"),
        ("APLP_QUOTA_FAILURES", "many"),
        ("APLP_FORWARDED_HEADER", "x-real-ip"),
        ("APLP_CONNECTIONS_PER_ADDRESS", "0"),
    ];

    let output = Folder::new().aplp(&["serve"], &settings);

    assert_eq!(output.status.code(), Some(2));
    let told = told(&output);
    for (name, _) in settings {
        assert!(told.contains(name), "{name} is not named in {told}");
    }
    assert!(!told.contains("hunter2"), "{told}");
}

// HT-10
#[test]
fn proxies_are_believed_in_one_header_only_and_the_operator_says_which() {
    let fault = |header| {
        let settings = [("APLP_TRUSTED_PROXIES", "10.0.0.1"), ("APLP_LISTEN", "everywhere")];
        let header = (!str::is_empty(header)).then_some(("APLP_FORWARDED_HEADER", header));
        let settings: Vec<_> = settings.into_iter().chain(header).collect();
        told(&Folder::new().aplp(&["serve"], &settings)).contains("APLP_FORWARDED_HEADER")
    };

    assert!(fault(""));
    assert!(fault("both"));
    assert!(!fault("forwarded"));
    assert!(!fault("X-Forwarded-For"));
}

#[test]
fn plain_http_leaves_this_machine_only_behind_a_proxy() {
    for name in ["APLP_LISTEN", "APLP_METRICS_LISTEN"] {
        let output = Folder::new().aplp(&["serve"], &[(name, "0.0.0.0:0")]);

        assert_eq!(output.status.code(), Some(2));
        let told = told(&output);
        assert!(told.contains(name) && told.contains("APLP_BEHIND_PROXY"), "{told}");
    }
}

#[test]
fn a_database_elsewhere_is_reached_over_verified_tls_unless_the_network_is_safe() {
    let fault = |plain| {
        let url = ("DATABASE_URL", "postgres://aplp:hunter2@db.example/aplp");
        let settings = [url, ("APLP_DATABASE_PLAIN", plain), ("APLP_LISTEN", "everywhere")];
        let told = told(&Folder::new().aplp(&["serve"], &settings));
        assert!(told.contains("APLP_LISTEN") && !told.contains("hunter2"), "{told}");
        told.contains("DATABASE_URL names a PostgreSQL on another machine")
    };

    assert!(fault("false"));
    assert!(!fault("true"));
}

// AZ-08
#[test]
fn keys_are_fetched_from_named_hosts_only_and_over_tls() {
    let fault = |jwks, hosts| {
        let settings = [("APLP_JWKS", jwks), ("APLP_OUTBOUND_HOSTS", hosts), ("APLP_LISTEN", "everywhere")];
        let told = told(&Folder::new().aplp(&["serve"], &settings));
        told.lines().find_map(|line| Some(line.trim().strip_prefix("APLP_JWKS ")?.to_owned()))
    };

    assert_eq!(fault("https://issuer.example/jwks", "issuer.example"), None);
    let unnamed = "is at a host that is not among APLP_OUTBOUND_HOSTS";
    assert_eq!(fault("https://issuer.example/jwks", "other.example").as_deref(), Some(unnamed));
    assert_eq!(fault("http://issuer.example/jwks", "issuer.example").as_deref(), Some("is not https"));
    assert_eq!(fault("https://10.0.0.1/jwks", "10.0.0.1").as_deref(), Some("is not in the public network"));
}

// OP-01
#[test]
fn a_subcommand_names_the_settings_that_it_reads_and_no_others() {
    let of = |command: &str| {
        let help = told(&Folder::new().aplp(&[command, "--help"], &[]));
        let named = help.split("[env: ").skip(1).filter_map(|rest| Some(rest.split(['=', ']']).next()?.to_owned()));
        named.collect::<Vec<_>>()
    };
    let where_it_is = ["APLP_DATA", "DATABASE_URL", "APLP_DATABASE_PLAIN", "APLP_MASTER_KEY"];

    for command in ["migrate", "backup", "restore", "tick", "checkpoint", "verify", "keys"] {
        assert_eq!(of(command), where_it_is, "{command}");
    }
    assert_eq!(of("clients"), where_it_is);
    assert_eq!(of("token"), ["APLP_DATA"]);
    assert_eq!(of("health"), ["APLP_LISTEN", "APLP_METRICS_LISTEN"]);
    assert_eq!((of("openapi"), of("grants")), (Vec::new(), Vec::new()));
    let serve = of("serve");
    assert_eq!(serve, of("demo"));
    assert!(serve.starts_with(&where_it_is.map(str::to_owned)), "{serve:?}");
    assert!(
        ["APLP_LISTEN", "APLP_WORKERS", "APLP_JWKS", "APLP_QUOTA_ROWS"]
            .iter()
            .all(|one| serve.contains(&(*one).to_owned()))
    );
}

// OP-01
#[test]
fn a_misspelt_setting_is_a_warning_that_names_the_nearest_one_and_no_value() {
    for command in ["openapi", "migrate", "token"] {
        let output = Folder::new().aplp(
            &[command, "--role", "admin"][..if command == "token" { 3 } else { 1 }],
            &[("APLP_WORKRES", "hunter2")],
        );

        let warned = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            warned.contains("APLP_WORKRES is no setting and is not read; the nearest one is APLP_WORKERS"),
            "{warned}"
        );
        assert!(!told(&output).contains("hunter2"), "{warned}");
    }
}

#[test]
fn settings_of_keys_stand_before_or_after_what_is_wished() {
    let folder = Folder::new();
    folder.aplp(&["migrate"], &[]);
    let data = folder.0.to_string_lossy().into_owned();

    let before = folder.aplp(&["keys", "--data", &data, "status"], &[("APLP_DATA", "/nowhere")]);
    let after = folder.aplp(&["keys", "status", "--data", &data], &[("APLP_DATA", "/nowhere")]);

    assert!(told(&before).contains("key 1: 0 rows, seals"), "{}", told(&before));
    assert_eq!(told(&after), told(&before));
}
