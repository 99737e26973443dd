//! `holdfast notices`.

use super::Desk;
use crate::arguments::NoticesCommand;
use crate::output;
use crate::telling::Trouble;
use casework::views::NoticeView;
use store::views::notices::NoticeReach;

/// This lists notices, or acknowledges some.
pub fn run(desk: &Desk, team: bool, command: Option<&NoticesCommand>) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    if let Some(NoticesCommand::Ack { ids }) = command {
        let duties = desk.app.acknowledge_notices(&actor, ids)?;
        let duties = if duties == 1 { "1 duty".to_owned() } else { format!("{duties} duties") };
        println!("acknowledged: notices of {duties}; what is to be done stays to be done");
        return Ok(());
    }
    // What time alone has brought since the last look is told, where no server does it.
    desk.app.tick()?;
    let reach = if team { NoticeReach::Team } else { NoticeReach::Mine };
    let notices = desk.app.notices(&actor, reach)?;
    let rows: Vec<Vec<String>> = notices.notices.iter().map(cells).collect();
    output::rows(desk.format, &["duty", "what", "cases", "to", "made", "id"], &rows, &notices)?;
    if notices.more && desk.format == output::Format::Table {
        println!("more: acknowledge some of these, and ask again");
    }
    Ok(())
}

fn cells(notice: &NoticeView) -> Vec<String> {
    let case = |case: &casework::views::NoticeCase| {
        let reference = case.reference.as_deref().unwrap_or("a case that nobody of your force may have");
        format!("{reference}, due {}", case.due)
    };
    let mut cases: Vec<String> = notice.cases.iter().map(case).collect();
    if notice.more_cases > 0 {
        cases.push(format!("and {} more", notice.more_cases));
    }
    vec![
        format!("{} {}", notice.clock, notice.title),
        notice.stages.clone(),
        cases.join("\n"),
        notice.to.clone(),
        notice.made.clone(),
        notice.id.clone(),
    ]
}
