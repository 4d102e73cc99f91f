//! Tables: the header says what the cells are.

use proptest::prelude::*;
use samar_formats::Format;

use crate::{masked, text};

#[test]
fn a_column_is_what_its_name_says() {
    for (input, expected) in [
        (
            "name,otp,pin\nAnn,482913,4821\nBob,731204,9927\n",
            "name,otp,pin\nAnn,[OTP],[PIN]\nBob,[OTP],[PIN]\n",
        ),
        // Quotation marks and line ends stay; a cell may hold both, and the delimiter.
        (
            "\"id\",\"password\"\r\n1,\"hunter2 \"\"Xk9\"\", ok\"\r\n2,swordfish99\r\n",
            "\"id\",\"password\"\r\n1,\"[PASSWORD]\"\r\n2,[PASSWORD]\r\n",
        ),
        ("user\tpassword\nann\tcorrect horse 9\n", "user\tpassword\nann\t[PASSWORD]\n"),
        ("user;pin\nann;4821", "user;pin\nann;[PIN]"),
        // A card over several cells keeps no digit of any.
        (
            "pin\ta\tb\tc\td\n4821\t4111\t1111\t1111\t1111\n",
            "pin\ta\tb\tc\td\n[PIN]\t****\t****\t****\t****\n",
        ),
        // Nor where the last of them is long enough for the digits that a card keeps.
        ("pin\ta\tb\tc\n4821\t3782\t822463\t10005\n", "pin\ta\tb\tc\n[PIN]\t****\t******\t*****\n"),
        // The delimiter and line ends in cells of the header; a header that has empty cells or numbers.
        (
            "\"id\",\"pin\",\"no, te\"\n\"1\",\"4821\",\"a\"\n",
            "\"id\",\"pin\",\"no, te\"\n\"1\",\"[PIN]\",\"a\"\n",
        ),
        ("\"card\nnumber\",\"pi\"\"n\",pin\n1,2,4821\n", "\"card\nnumber\",\"pi\"\"n\",pin\n1,2,[PIN]\n"),
        (",2023,pin\n0,1,4821\n", ",2023,pin\n0,1,[PIN]\n"),
        // Line ends and quotation marks in cells of the first row; rows that are too short; marks that nothing closes.
        ("id,a,pin\n1,\"x\ny\",4821\n2,\"z\n\",5921\n", "id,a,pin\n1,\"x\ny\",[PIN]\n2,\"z\n\",[PIN]\n"),
        ("id,a,pin\n1,5\" pipe,4821\n2,6\",5921\n", "id,a,pin\n1,5\" pipe,[PIN]\n2,6\",[PIN]\n"),
        ("id,pin,a\n1,4821\n2,5921,x\n", "id,pin,a\n1,[PIN]\n2,[PIN],x\n"),
        ("id,pin,a\n1,4821\n", "id,pin,a\n1,[PIN]\n"),
        (
            "id,a,pin\n1,\"open,4821\n2,x,5921\n3,\"y\",6032\n",
            "id,a,pin\n1,\"open,[PIN]\n2,x,[PIN]\n3,\"y\",[PIN]\n",
        ),
        // What stands above a header.
        ("sep=;\nid;pin\n1;4821\n", "sep=;\nid;pin\n1;[PIN]\n"),
        ("\n\nid,pin\n1,4821\n", "\n\nid,pin\n1,[PIN]\n"),
        ("# my pin is 4821\n#\nid,pin\n1,4821\n", "# my pin is [PIN]\n#\nid,pin\n1,[PIN]\n"),
        ("Report 2024\r\n\r\nid,pin\r\n1,4821\r\n", "Report 2024\r\n\r\nid,pin\r\n1,[PIN]\r\n"),
        // One column.
        ("pin\n4821\n5921\n6032\n", "pin\n[PIN]\n[PIN]\n[PIN]\n"),
        ("pin\n4821\nit is not 5921\n", "pin\n[PIN]\nit is not 5921\n"),
        // Names in a column for the values in another; documents in cells.
        (
            "id,name,value\n1,password,hunter2Xk9\n2,user,hunter2Xk9\n3,\"pin\",4821\n",
            "id,name,value\n1,password,[PASSWORD]\n2,user,hunter2Xk9\n3,\"pin\",[PIN]\n",
        ),
        (
            "id,body\n1,\"{\"\"pin\"\": 4821, \"\"a\"\": \"\"x\"\"}\",pin 4821\n",
            "id,body\n1,\"{\"\"pin\"\": \"\"[PIN]\"\", \"\"a\"\": \"\"x\"\"}\",pin [PIN]\n",
        ),
        ("otp,body\n482913,\"{\"\"pin\"\":4821}\"\n", "otp,body\n[OTP],\"{\"\"pin\"\":\"\"[PIN]\"\"}\"\n"),
        // A header's cells are no values of each other.
        (
            "\"user\"\t\"password\"\t\"note\"\n\"a\"\t\"hunter2Xk9\"\t\"x\"\n",
            "\"user\"\t\"password\"\t\"note\"\n\"a\"\t\"[PASSWORD]\"\t\"x\"\n",
        ),
        // Behind lines of JSON, and with such lines among its rows.
        (
            "{\"a\":1}\n{\"pin\":4821}\nid,pin\n1,4821\n2,5921\n",
            "{\"a\":1}\n{\"pin\":\"[PIN]\"}\nid,pin\n1,[PIN]\n2,[PIN]\n",
        ),
        (
            "id,pin\n1,4821\n{\"pin\":4821}\n{\"pin\":4821,\"a\":2}\n\n2,5921\n{\"pin\":6032}\nuser;otp\nann;482913\n",
            "id,pin\n1,[PIN]\n{\"pin\":\"[PIN]\"}\n{\"pin\":\"[PIN]\",\"a\":2}\n\n2,[PIN]\n{\"pin\":\"[PIN]\"}\nuser;otp\nann;[OTP]\n",
        ),
        ("{\"a\":1}\nuser, name\nis not told\n", "{\"a\":1}\nuser, name\nis not told\n"),
        // No header, no label, no table.
        ("4821,4822\n482913,731204\n", "4821,4822\n482913,731204\n"),
        ("name,size\nAnn,482913\n", "name,size\nAnn,482913\n"),
        ("my pin, which is secret\nis not told\n", "my pin, which is secret\nis not told\n"),
    ] {
        assert_eq!(text(Format::Auto, input), expected, "{input}");
        for chunk in [1, 2, 5] {
            let whole = masked(Format::Auto, input.as_bytes(), usize::MAX);
            assert_eq!(masked(Format::Auto, input.as_bytes(), chunk), whole, "{input} by {chunk}");
        }
    }
}

#[test]
fn the_first_line_is_a_header_if_the_user_says_so() {
    assert_eq!(text(Format::Csv, "#1,pin\n7,4821\n"), "#1,pin\n7,[PIN]\n");
    assert_eq!(text(Format::Auto, "#1,pin\n7,4821\n"), "#1,pin\n7,4821\n");
    assert_eq!(text(Format::Csv, "sep=;\n\n#1;pin\n7;4821\n"), "sep=;\n\n#1;pin\n7;[PIN]\n");
    assert_eq!(text(Format::Csv, "pin\nab4821\n5921\n"), "pin\nab4821\n[PIN]\n");
}

/// A line that is too long for a row is none, whether its end is in the same chunk or not.
#[test]
fn a_long_first_line_is_no_header_however_it_is_cut() {
    for len in 8_180..8_200 {
        let input = format!("{},pin 4111 1111\n1111 1111\n", "a".repeat(len));
        let whole = masked(Format::Csv, input.as_bytes(), usize::MAX);
        for chunk in [139, 4_096, 8_192] {
            assert_eq!(
                masked(Format::Csv, input.as_bytes(), chunk),
                whole,
                "{len} bytes in chunks of {chunk}"
            );
        }
    }
}

/// Rows of cells, as RFC 4180 reads them.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    for char in text.chars() {
        match char {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            char => cell.push(char),
        }
    }
    rows
}

proptest! {
    #[test]
    fn cells_stay_in_their_places(
        body in prop::collection::vec(prop::collection::vec(prop_oneof![
            Just("4821".to_owned()), Just("4111 1111 1111 1111".to_owned()), Just("hunter2Xk9".to_owned()),
            Just(String::new()), "[a-z0-9 ,\"\n\r{}:]{0,9}",
        ], 3), 1..6),
        chunk in 1usize..30,
    ) {
        let written = |cell: &String| {
            let is_plain = !cell.contains([',', '"', '\n', '\r']);
            if is_plain { cell.clone() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
        };
        let lines: Vec<_> = body.iter().map(|row| row.iter().map(written).collect::<Vec<_>>().join(",")).collect();
        let input = format!("id,pin,password\n{}\n", lines.join("\n"));
        for format in [Format::Auto, Format::Csv] {
            let (out, places, tally) = masked(format, input.as_bytes(), usize::MAX);
            prop_assert_eq!(masked(format, input.as_bytes(), chunk), (out.clone(), places, tally));
            if format == Format::Csv {
                let (before, after) = (rows(&input), rows(std::str::from_utf8(&out).expect("UTF-8")));
                let shape = |rows: &[Vec<String>]| rows.iter().map(Vec::len).collect::<Vec<_>>();
                prop_assert_eq!(shape(&before), shape(&after), "{}", String::from_utf8_lossy(&out));
            }
        }
    }
}

#[test]
fn tables_that_are_drawn_name_their_cells_wherever_they_stand() {
    for (input, expected) in [
        (
            "mysql> select * from u;\n+----+------+----------+\n| id | pin  | password |\n+----+------+----------+\n|  1 | 4821 | hunter2x |\n|  2 | NULL | it\"s\\me9 |\n+----+------+----------+\n2 rows in set\n| 3 | 7733 | x |\n",
            "mysql> select * from u;\n+----+------+----------+\n| id | pin  | password |\n+----+------+----------+\n|  1 | [PIN] | [PASSWORD] |\n|  2 | NULL | [PASSWORD] |\n+----+------+----------+\n2 rows in set\n| 3 | 7733 | x |\n",
        ),
        (
            "a\nb\nc\nd\ne\nf\ng\nh\n  id |  cvv | otp\n----+-----+-----\n  1 | 482 | 482913\n    |     | 991823\n(2 rows)\n\nid | 4821\n",
            "a\nb\nc\nd\ne\nf\ng\nh\n  id |  cvv | otp\n----+-----+-----\n  1 | [CARD_CVV] | [OTP]\n    |     | [OTP]\n(2 rows)\n\nid | 4821\n",
        ),
        (
            "Accounts:\n\n| user | **PIN** |\r\n|:-----|-----:|\r\n| budi | 4821 |\r\nthanks | 7733\n",
            "Accounts:\n\n| user | **PIN** |\r\n|:-----|-----:|\r\n| budi | [PIN] |\r\nthanks | 7733\n",
        ),
        (
            "┌────┬──────┐\n│ id │ pin  │\n├────┼──────┤\n│  1 │ 4821 │\n└────┴──────┘\n",
            "┌────┬──────┐\n│ id │ pin  │\n├────┼──────┤\n│  1 │ [PIN] │\n└────┴──────┘\n",
        ),
        // A grid, whose rows have rules between them.
        (
            "+----+------+\n| id | PIN  |\n+====+======+\n| a  | 4821 |\n+----+------+\n| b  | 7733 |\n+----+------+\n",
            "+----+------+\n| id | PIN  |\n+====+======+\n| a  | [PIN] |\n+----+------+\n| b  | [PIN] |\n+----+------+\n",
        ),
        (
            "COPY public.users (id, \"pin\", password) FROM stdin;\n1\t4821\thunter2x\n2\t\\N\tsun shine9\n\\.\n3\t4821\tx\n",
            "COPY public.users (id, \"pin\", password) FROM stdin;\n1\t[PIN]\t[PASSWORD]\n2\t\\N\t[PASSWORD]\n\\.\n3\t4821\tx\n",
        ),
        (
            "INSERT INTO `u` (`id`, `pin`, `password`) VALUES (1,4821,'hunter2x'),(2, 7733 ,'it\\'s, me9');\npin (3,4821,'x')\n",
            "INSERT INTO `u` (`id`, `pin`, `password`) VALUES (1,[PIN],'[PASSWORD]'),(2, [PIN] ,'[PASSWORD]');\npin (3,4821,'x')\n",
        ),
        (
            "REPLACE INTO u (id, pin) VALUES (1, 4821), (2, 7733",
            "REPLACE INTO u (id, pin) VALUES (1, [PIN]), (2, [PIN]",
        ),
        (
            "insert into u (id, otp) values\n  (1, '482913'),\r\n\n  (2, NULL),\n  (3, 991823)\non conflict do nothing;\n(4, 482913)\n",
            "insert into u (id, otp) values\n  (1, '[OTP]'),\r\n\n  (2, NULL),\n  (3, [OTP])\non conflict do nothing;\n(4, 482913)\n",
        ),
        ("| id | count |\n|----|------|\n| 1 | 4821 |\n", "| id | count |\n|----|------|\n| 1 | 4821 |\n"),
    ] {
        assert_eq!(text(Format::Auto, input), expected);
        for chunk in 1..input.len() {
            let out = masked(Format::Auto, input.as_bytes(), chunk).0;
            assert_eq!(String::from_utf8_lossy(&out), expected, "in pieces of {chunk}");
        }
        assert_eq!(text(Format::Auto, expected), expected, "it settles");
    }
}
